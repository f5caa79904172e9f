;; The twin of binarytrees.go: trees of pairs are built, counted and dropped.
(define depth 7)

(define (tree d)
  (if (zero? d) (cons '() '()) (cons (tree (- d 1)) (tree (- d 1)))))

(define (nodes t)
  (if (null? (car t)) 1 (+ 1 (nodes (car t)) (nodes (cdr t)))))

(define (run lo hi)
  (let loop ((i lo) (total 0))
    (if (< i hi) (loop (+ i 1) (+ total (nodes (tree depth)))) total)))
