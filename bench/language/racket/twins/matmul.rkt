;; The twin of matmul.go: an item is 48 entries of a row of the product.
;; Integers don't wrap: they are cut to 64 bits by modulo, since bitwise-and of large integers comes out wrong in
;; Racket 8.7.
(define side 192)
(define two64 (expt 2 64))

(define (mul a b) (modulo (* a b) two64))
(define (shift-xor z by) (bitwise-xor z (arithmetic-shift z (- by))))
(define (splitmix p)
  (shift-xor (mul (shift-xor (mul (shift-xor (mul (+ p 1) #x9e3779b97f4a7c15) 30) #xbf58476d1ce4e5b9) 27)
                  #x94d049bb133111eb)
             31))

;; A matrix, row by row, of the entries that at numbers.
(define (matrix at)
  (for*/vector #:length (* side side) ([row side] [col side]) (splitmix (at row col))))

(define left (matrix (lambda (row col) (+ (* row side) col))))
(define right (matrix (lambda (col row) (+ (* side side) (* row side) col)))) ; column by column

(define (run lo hi)
  (for/fold ([total 0]) ([at (in-range (* lo 48) (* hi 48))])
    (define a (* side (quotient at side)))
    (define b (* side (remainder at side)))
    (modulo (for/fold ([sum total]) ([k (in-range side)])
              (+ sum (* (vector-ref left (+ a k)) (vector-ref right (+ b k)))))
            two64)))
