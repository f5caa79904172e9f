;; The workers of a race in Guile: one in the main thread, threads, or processes that are forked. They speak the line
;; protocol of bench/language/speak.
;;
;; arguments: this program, way, workers, items in a pass, items in a share
(use-modules (ice-9 threads) (ice-9 rdelim) (ice-9 binary-ports) (rnrs bytevectors) (srfi srfi-1) (srfi srfi-11))

(define (now) (let ((t (gettimeofday))) (+ (* 1000000000 (car t)) (* 1000 (cdr t)))))
(define began (now))

;; The twin: it defines (run lo hi). What it builds, it builds when it is loaded.
;; THE TWIN

(define setup (max 0 (- (now) began)))
(define args (cddr (command-line)))
(define way (list-ref args 0))
(define workers (string->number (list-ref args 1)))
(define size (string->number (list-ref args 2)))
(define share (string->number (list-ref args 3)))
(define mask64 (- (expt 2 64) 1))
(define tell-after 250000000) ; ns between two signs of life; one more is given when the clock was set back

;; say tells the parent one line. A lock keeps lines of several threads apart, and those of processes are one write each.
(define out (fdes->outport 1))
(setvbuf out 'block 4096)
(define out-lock (make-mutex))
(define (say . words)
  (let ((line (string-join (map (lambda (w) (if (string? w) w (object->string w display))) words) " ")))
    (with-mutex out-lock
      (display (string-map (lambda (c) (if (char=? c #\newline) #\space c)) line) out)
      (newline out)
      (force-output out))))

;; The process and the kernel's number of this thread.
(define (ids)
  (let ((words (string-split (readlink "/proc/thread-self") #\/)))
    (values (list-ref words 0) (list-ref words 2))))

;; CPU time of this thread and how long it waited for a core, in ns.
(define (used)
  (call-with-input-file "/proc/thread-self/schedstat"
    (lambda (port)
      (let* ((cpu (read port)) (wait (read port)))
        (values cpu wait)))))

(define (job i claim n cut passes)
  (let*-values (((cpu wait) (used))
                ((start) (now))
                ((per-pass) (quotient (+ n cut -1) cut))
                ((total) (* per-pass passes)))
    (let loop ((k (claim)) (sum 0) (shares 0) (told start))
      (if (< k total)
          (let* ((lo (* cut (remainder k per-pass)))
                 (sum (logand mask64 (+ sum (run lo (min n (+ lo cut))))))
                 (t (now))
                 (tell? (or (> (- t told) tell-after) (< t told))))
            (when tell? (say "at" i (+ shares 1)))
            (loop (claim) sum (+ shares 1) (if tell? t told)))
          (let*-values (((window) (max 0 (- (now) start)))
                        ((c w) (used))
                        ((pid tid) (ids)))
            (say "row" i pid tid shares sum (- c cpu) 0 window (- w wait)))))))

(define (numbers line) (map string->number (cdr (string-split line #\space))))

;; The life of worker i: it runs one share, and works off jobs until there are no more lines.
(define (work i claim in reset)
  (catch #t
    (lambda ()
      (run 0 (min share size))
      (let-values (((pid tid) (ids)))
        (say "ready" i pid tid setup))
      (let loop ((line (read-line in)))
        (unless (eof-object? line)
          (reset)
          (apply job i claim (numbers line))
          (loop (read-line in)))))
    (lambda (key . rest)
      (unless (eq? key 'quit)
        (say "fail" i (object->string (cons key rest)))
        (primitive-_exit 1)))))

(define next 0)
(define lock (make-mutex))
(define (claim) (let ((k next)) (set! next (+ k 1)) k))
(define (locked-claim) (with-mutex lock (claim)))
(define (reset) (set! next 0))
(define stdin (current-input-port))

(define (tell ends line)
  (for-each (lambda (w)
              (catch 'system-error ; it has died before it was told, which is seen next
                (lambda () (display line w) (newline w) (force-output w))
                (lambda _ #f)))
            ends))

(define (in-threads)
  (let ((ends (map (lambda (i)
                     (let ((p (pipe)))
                       (call-with-new-thread (lambda () (work i locked-claim (car p) (lambda () #f))))
                       (cdr p)))
                   (iota workers))))
    (let loop ((line (read-line stdin)))
      (unless (eof-object? line)
        (reset)
        (tell ends line)
        (loop (read-line stdin))))
    (primitive-_exit 0)))

(define (from-pipe)
  (let* ((port (fdes->inport 4)))
    (setvbuf port 'none)
    (lambda () (string->number (string-trim-right (utf8->string (get-bytevector-n port 16)))))))

;; Whether every other thread of this process sleeps.
(define (settled?)
  (define me (number->string (getpid))) ; the main thread's number
  (define (sleeps? tid)
    (catch 'system-error ; it may have ended
      (lambda ()
        (let ((stat (call-with-input-file (string-append "/proc/self/task/" tid "/stat") read-line)))
          (char=? #\S (string-ref stat (+ 2 (string-rindex stat #\)))))))
      (lambda _ #t)))
  (let ((dir (opendir "/proc/self/task")))
    (let loop ((tid (readdir dir)) (all #t))
      (cond ((eof-object? tid) (closedir dir) all)
            ((or (char=? #\. (string-ref tid 0)) (string=? tid me)) (loop (readdir dir) all))
            (else (loop (readdir dir) (and all (sleeps? tid))))))))

;; A fork while Guile's own thread for finalizers begins leaves the child with a lock that nobody gives back: a
;; collection has it begin now rather than between two forks, and the forks wait until it sleeps.
(define (settle)
  (gc)
  (let loop ((tries 1000))
    (unless (or (settled?) (zero? tries))
      (usleep 100)
      (loop (- tries 1)))))

(define (in-processes)
  (define ends '())
  (define kids
    (map (lambda (i)
           (settle)
           (let* ((p (pipe)) (alive (pipe)) (pid (primitive-fork)))
             (when (zero? pid)
               (for-each close-port (cons* (cdr p) (car alive) ends))
               (work i (from-pipe) (car p) (lambda () #f))
               (primitive-_exit 0))
             (close-port (car p))
             (close-port (cdr alive))
             (set! ends (cons (cdr p) ends))
             (list (car alive) i pid)))
         (iota workers)))
  (define (died kid)
    (let* ((status (cdr (waitpid (list-ref kid 2)))) (signal (status:term-sig status)))
      (say "dead" (list-ref kid 1) (list-ref kid 2) (if signal (- signal) (status:exit-val status)))
      (primitive-_exit 1)))
  (setvbuf stdin 'none)
  (let loop ()
    (let ((ready (car (select (cons stdin (map car kids)) '() '()))))
      (for-each (lambda (kid) (when (memq (car kid) ready) (died kid))) kids)
      (let ((line (read-line stdin)))
        (unless (eof-object? line)
          (tell ends line)
          (loop)))))
  (for-each close-port ends)
  (for-each (lambda (kid) (waitpid (list-ref kid 2))) kids))

(sigaction SIGPIPE SIG_IGN)
(set-current-output-port (current-error-port)) ; what a twin prints isn't a line for the parent
(cond ((string=? way "serial") (work 0 claim stdin reset))
      ((string=? way "threads") (in-threads))
      (else (in-processes)))
