;; The twin of matmul.go: an item is 48 entries of a row of the product. Integers don't wrap: sums are cut to 64 bits.
(define side 192)
(define strip 48)
(define u64 (- (expt 2 64) 1))

(define (mul a b) (logand u64 (* a b)))
(define (shift-xor z by) (logxor z (ash z (- by))))
(define (splitmix p)
  (let* ((z (mul (+ p 1) #x9e3779b97f4a7c15))
         (z (mul (shift-xor z 30) #xbf58476d1ce4e5b9))
         (z (mul (shift-xor z 27) #x94d049bb133111eb)))
    (shift-xor z 31)))

;; A matrix of the entries that at numbers.
(define (matrix at)
  (let ((m (make-vector (* side side))))
    (do ((row 0 (+ row 1))) ((= row side) m)
      (do ((col 0 (+ col 1))) ((= col side))
        (vector-set! m (+ (* row side) col) (splitmix (at row col)))))))

(define left (matrix (lambda (row col) (+ (* row side) col))))
(define right (matrix (lambda (col row) (+ (* side side) (* row side) col)))) ; column by column

(define (dot a b)
  (let loop ((k 0) (total 0))
    (if (= k side)
        (logand u64 total)
        (loop (+ k 1) (+ total (* (vector-ref left (+ a k)) (vector-ref right (+ b k))))))))

(define (run lo hi)
  (let loop ((at (* lo strip)) (total 0))
    (if (= at (* hi strip))
        (logand u64 total)
        (loop (+ at 1) (+ total (dot (* side (quotient at side)) (* side (remainder at side))))))))
