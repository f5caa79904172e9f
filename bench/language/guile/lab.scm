;; The experiments on threads of Guile, which have no lock: see bench/lab/against.
;;
;; arguments: this program, experiment, and its own
(use-modules (ice-9 threads) (rnrs bytevectors))

(define (now) (let ((t (gettimeofday))) (+ (* 1000000000 (car t)) (* 1000 (cdr t)))))
(define (cpu) (quotient (* 1000000000 (get-internal-run-time)) internal-time-units-per-second))
(define args (cddr (command-line)))
(define (arg i) (string->number (list-ref args i)))

(define (say . words)
  (display (string-join (map (lambda (w) (if (string? w) w (number->string w))) words) " "))
  (newline)
  (force-output))

(define (count n)
  (if (> n 0) (count (- n 1))))

;; Runs what is given, and says how long it took and what it used.
(define (ran what)
  (let ((used (cpu)) (start (now)))
    (what)
    (let ((wall (- (now) start)))
      (say "ran" (max 0 wall) (max 0 (- (cpu) used)) 0))))

;; How many steps of the countdown a second has, from ever longer ones.
(define (rate seconds)
  (let loop ((n 10000))
    (let ((start (now)))
      (count n)
      (let ((wall (- (now) start)))
        (if (>= wall (* seconds 1000000000))
            (say "rate" (quotient (* n 1000000000) wall))
            (loop (* 2 n)))))))

(define (in-threads threads n)
  (ran (lambda ()
         (for-each join-thread
                   (map (lambda (i) (call-with-new-thread (lambda () (count (quotient n threads))))) (iota threads))))))

(define (convoy threads)
  (let ((s (socket PF_INET SOCK_DGRAM 0)) (data (make-bytevector 256)))
    (bind s AF_INET INADDR_LOOPBACK 0)
    (for-each (lambda (i) (call-with-new-thread (lambda () (let loop () (count 1000000) (loop))))) (iota threads))
    (say "port" (sockaddr:port (getsockname s)))
    (let ((used (cpu)))
      (let loop ()
        (let* ((got (recvfrom! s data)) (n (car got)))
          (unless (and (= n 1) (= (bytevector-u8-ref data 0) (char->integer #\q)))
            (let ((answer (make-bytevector n)))
              (bytevector-copy! data 0 answer 0 n)
              (sendto s answer (cdr got)))
            (loop))))
      (say "ran" 0 (max 0 (- (cpu) used)) 0)
      (primitive-_exit 0))))

(case (string->symbol (list-ref args 0))
  ((rate) (rate (inexact->exact (arg 1))))
  ((serial) (ran (lambda () (count (arg 1)))))
  ((slowdown) (in-threads (arg 2) (arg 3)))
  ((convoy) (convoy (arg 2))))
