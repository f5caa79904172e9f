#lang racket/base
;; The workers of a race in Racket: one in the main thread, or places. They speak the line protocol of
;; bench/language/speak.
;;
;; arguments: way, workers, items in a pass, items in a share
(require racket/place racket/string)
(provide place-main)

(define (now) (inexact->exact (round (* 1e6 (current-inexact-milliseconds)))))
(define began (now))

;; The twin: it defines (run lo hi). What it builds, it builds when it is loaded.
;; THE TWIN

(define setup (max 0 (- (now) began)))
(define wrap-at (expt 2 64)) ; by modulo, since bitwise-and of large integers comes out wrong in Racket 8.7
(define tell-after 250000000) ; ns between two signs of life

;; say tells the parent one line. It is one write, so lines of several workers don't mix.
(define out #f)
(define (say . words)
  (unless out (set! out (open-output-file "/dev/fd/1" #:exists 'append)))
  (define line (string-replace (string-join (map (lambda (w) (format "~a" w)) words) " ") "\n" " "))
  (write-string (string-append line "\n") out)
  (flush-output out))

;; The process and the kernel's number of this thread.
(define (ids)
  (define words (string-split (path->string (resolve-path "/proc/thread-self")) "/"))
  (values (car words) (caddr words)))

;; CPU time of this thread and how long it waited for a core, in ns.
(define (used)
  (define in (open-input-file "/proc/thread-self/schedstat"))
  (define cpu (read in))
  (define wait (read in))
  (close-input-port in)
  (values cpu wait))

(define (job i claim n cut passes)
  (define-values (cpu wait) (used))
  (define start (now))
  (define per-pass (quotient (+ n cut -1) cut))
  (define total (* per-pass passes))
  (let loop ([k (claim)] [sum 0] [shares 0] [told start])
    (cond
      [(< k total)
       (define lo (* cut (remainder k per-pass)))
       (define next (modulo (+ sum (run lo (min n (+ lo cut)))) wrap-at))
       (define t (now))
       (define tell? (> (- t told) tell-after))
       (when tell? (say "at" i (add1 shares)))
       (loop (claim) next (add1 shares) (if tell? t told))]
      [else
       (define window (max 0 (- (now) start)))
       (define-values (c w) (used))
       (define-values (pid tid) (ids))
       (say "row" i pid tid shares sum (- c cpu) 0 window (- w wait))])))

;; guarded does what a worker does, and says what goes wrong.
(define (guarded i body)
  (with-handlers ([void (lambda (e)
                          (say "fail" i (if (exn? e) (exn-message e) e))
                          (exit 1))])
    (body)))

(define (ready i size share)
  (run 0 (min share size))
  (define-values (pid tid) (ids))
  (say "ready" i pid tid setup))

(define (numbers line) (map string->number (cdr (string-split line))))

(define (serial size share)
  (define next 0)
  (define (claim) (begin0 next (set! next (add1 next))))
  (ready 0 size share)
  (for ([line (in-lines)])
    (set! next 0)
    (apply job 0 claim (numbers line))))

;; A place is told its number and the items, and then a job at a time.
(define (place-main channel)
  (define i (place-channel-get channel))
  (define items (place-channel-get channel))
  (define pipe (open-input-file "/dev/fd/4"))
  (file-stream-buffer-mode pipe 'none)
  (define (claim) (string->number (string-trim (bytes->string/latin-1 (read-bytes 16 pipe)))))
  (guarded i (lambda ()
               (ready i (car items) (cadr items))
               (let loop ()
                 (apply job i claim (place-channel-get channel))
                 (loop)))))

(define (places workers size share)
  (define all
    (for/list ([i workers])
      (define p (dynamic-place (variable-reference->module-source (#%variable-reference)) 'place-main))
      (place-channel-put p i)
      (place-channel-put p (list size share))
      p))
  (for ([line (in-lines)])
    (for ([p all]) (place-channel-put p (numbers line))))
  (exit 0))

(module+ main
  (define args (current-command-line-arguments))
  (define (arg i) (string->number (vector-ref args i)))
  (if (equal? (vector-ref args 0) "serial")
      (guarded 0 (lambda () (serial (arg 2) (arg 3))))
      (places (arg 1) (arg 2) (arg 3))))
