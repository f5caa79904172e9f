;; The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
(define width 160)
(define height 160)
(define pixels 16)
(define limit 256)
(define scale 64)

(define (escape cx cy)
  (let loop ((x 0.0) (y 0.0) (n 0))
    (let ((xx (* x x)) (yy (* y y)))
      (if (or (= n limit) (> (+ xx yy) 4.0))
          n
          (loop (+ (- xx yy) cx) (+ (* 2.0 x y) cy) (+ n 1))))))

(define (run lo hi)
  (let loop ((p (* lo pixels)) (total 0))
    (if (= p (* hi pixels))
        total
        (let ((col (remainder p width)) (row (quotient p width)))
          (loop (+ p 1)
                (+ total (escape (exact->inexact (/ (- col (* 2 scale)) scale))
                                 (exact->inexact (/ (- (+ (* 2 row) 1) height) (* 2 scale))))))))))
