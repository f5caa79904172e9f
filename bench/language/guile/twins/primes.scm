;; The twin of primes.go: trial division by 2 and the odd numbers.
(define (prime? n)
  (cond ((< n 2) #f)
        ((even? n) (= n 2))
        (else (let loop ((d 3))
                (cond ((> (* d d) n) #t)
                      ((zero? (remainder n d)) #f)
                      (else (loop (+ d 2))))))))

(define (run lo hi)
  (let loop ((n lo) (total 0))
    (if (< n hi) (loop (+ n 1) (if (prime? n) (+ total n) total)) total)))
