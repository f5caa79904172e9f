;; The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
(define (escape cx cy)
  (let loop ([x 0.0] [y 0.0] [n 0])
    (define xx (* x x))
    (define yy (* y y))
    (if (or (= n 256) (> (+ xx yy) 4.0))
        n
        (loop (+ (- xx yy) cx) (+ (* 2.0 x y) cy) (+ n 1)))))

(define (run lo hi)
  (for/fold ([total 0]) ([p (in-range (* lo 16) (* hi 16))])
    (define col (remainder p 160))
    (define row (quotient p 160))
    (+ total (escape (/ (- col 128) 64.0) (/ (- (+ (* 2 row) 1) 160) 128.0)))))
