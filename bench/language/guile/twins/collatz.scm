;; The twin of collatz.go: how many steps lead to 1.
(define (steps n)
  (let loop ((n n) (count 0))
    (if (= n 1) count (loop (if (even? n) (quotient n 2) (+ 1 (* 3 n))) (+ count 1)))))

(define (run lo hi)
  (let loop ((i lo) (total 0))
    (if (< i hi) (loop (+ i 1) (+ total (steps (+ i 1)))) total)))
