(* The workers of a race in OCaml: one in the main thread, threads, domains, or processes that are forked. They speak the
   line protocol of bench/language/speak.

   arguments: way, workers, items in a pass, items in a share *)

(* The twin: it defines run : int -> int -> int64. What it builds, it builds when the program starts. *)
let began = Unix.gettimeofday ()
(* THE TWIN *)
let setup = int_of_float ((Unix.gettimeofday () -. began) *. 1e9)

(* DOMAINS *)
let way = Sys.argv.(1)
let workers = int_of_string Sys.argv.(2)
let size = int_of_string Sys.argv.(3)
let share = int_of_string Sys.argv.(4)

(* Descriptors have numbers on Unix. *)
let descriptor (n : int) : Unix.file_descr = Obj.magic n

(* say tells the parent one line. It is one write, so lines of several workers don't mix. *)
let say line =
  let line = String.map (fun c -> if c = '\n' then ' ' else c) line in
  let line = String.sub line 0 (min 2000 (String.length line)) ^ "\n" in
  ignore (Unix.write_substring Unix.stdout line 0 (String.length line))

let rec read fd buffer at n =
  try Unix.read fd buffer at n with Unix.Unix_error (Unix.EINTR, _, _) -> read fd buffer at n

(* The next line that comes in through a descriptor. One comes at a time, and it is read by the byte. *)
let next_line fd =
  let line = Buffer.create 64 and c = Bytes.create 1 in
  let rec go () =
    if read fd c 0 1 = 0 then None
    else if Bytes.get c 0 = '\n' then Some (Buffer.contents line)
    else (Buffer.add_char line (Bytes.get c 0); go ()) in
  go ()

(* The kernel's number of this thread. *)
let thread_id () = Filename.basename (Unix.readlink "/proc/thread-self")

(* CPU time of this thread and how long it waited for a core, in ns. *)
let used () =
  let fd = Unix.openfile "/proc/thread-self/schedstat" [Unix.O_RDONLY; Unix.O_CLOEXEC] 0 in
  let b = Bytes.create 96 in
  let n = Unix.read fd b 0 96 in
  Unix.close fd;
  Scanf.sscanf (Bytes.sub_string b 0 n) "%d %d" (fun cpu wait -> (cpu, wait))

let now = Unix.gettimeofday

let job i claim line =
  Scanf.sscanf line "job %d %d %d" (fun n cut passes ->
    let cpu, wait = used () in
    let start = now () in
    let per_pass = (n + cut - 1) / cut in
    let total = per_pass * passes in
    let rec go sum shares told =
      let k = claim () in
      if k >= total then (sum, shares)
      else begin
        let lo = k mod per_pass * cut in
        let sum = Int64.add sum (run lo (min (lo + cut) n)) in
        let t = now () in
        if t -. told > 0.25 || t < told (* the clock was set back *) then (say (Printf.sprintf "at %d %d" i (shares + 1)); go sum (shares + 1) t)
        else go sum (shares + 1) told
      end in
    let sum, shares = go 0L 0 start in
    let window = int_of_float ((now () -. start) *. 1e9) in
    let c, w = used () in
    say (Printf.sprintf "row %d %d %s %d %Lu %d 0 %d %d" i (Unix.getpid ()) (thread_id ()) shares sum (c - cpu)
           (max 0 window) (w - wait)))

(* The life of worker i: it runs one share, and works off jobs until there are no more lines. *)
let work i claim fd reset =
  try
    ignore (Sys.opaque_identity (run 0 (min share size)));
    say (Printf.sprintf "ready %d %d %s %d" i (Unix.getpid ()) (thread_id ()) (max 0 setup));
    let rec go () =
      match next_line fd with
      | None -> ()
      | Some line -> reset (); job i claim line; go () in
    go ()
  with e ->
    say (Printf.sprintf "fail %d %s" i (Printexc.to_string e));
    Unix._exit 1

let tell ends line =
  let line = line ^ "\n" in
  List.iter (fun w ->
    try ignore (Unix.write_substring w line 0 (String.length line))
    with Unix.Unix_error _ -> () (* it has died before it was told, which is seen next *)) ends

let serial () =
  let next = ref 0 in
  let claim () = let k = !next in next := k + 1; k in
  work 0 claim Unix.stdin (fun () -> next := 0)

(* Workers in this process, which start starts, and a counter. *)
let together start claim reset =
  let ends = List.init workers (fun i ->
    let r, w = Unix.pipe ~cloexec:true () in
    start (fun () -> work i claim r ignore);
    w) in
  let rec go () =
    match next_line Unix.stdin with
    | None -> ()
    | Some line -> reset (); tell ends line; go () in
  go ();
  Unix._exit 0

let threads () =
  let next = ref 0 and lock = Mutex.create () in
  let claim () =
    Mutex.lock lock;
    let k = !next in
    next := k + 1;
    Mutex.unlock lock;
    k in
  together (fun f -> ignore (Thread.create f ())) claim (fun () -> next := 0)

let domains () =
  let next = Atomic.make 0 in
  together spawn_domain (fun () -> Atomic.fetch_and_add next 1) (fun () -> Atomic.set next 0)

let numbers () =
  let b = Bytes.create 16 in
  if read (descriptor 4) b 0 16 <> 16 then failwith "no more numbers of shares";
  Scanf.sscanf (Bytes.to_string b) "%u" (fun k -> k)

let processes () =
  let start (kids, ends) i =
    let r, w = Unix.pipe ~cloexec:true () and a, mine = Unix.pipe ~cloexec:true () in
    match Unix.fork () with
    | 0 ->
      List.iter Unix.close (w :: a :: ends);
      work i numbers r ignore;
      Unix._exit 0
    | pid ->
      Unix.close r;
      Unix.close mine;
      ((a, (i, pid)) :: kids, w :: ends) in
  let kids, ends = List.fold_left start ([], []) (List.init workers (fun i -> i)) in
  let number s = (* OCaml has numbers of its own for signals *)
    let known = [Sys.sigkill, 9; Sys.sigsegv, 11; Sys.sigterm, 15; Sys.sigabrt, 6; Sys.sigquit, 3; Sys.sigint, 2;
                 Sys.sighup, 1; Sys.sigbus, 7; Sys.sigfpe, 8; Sys.sigill, 4] in
    try List.assoc s known with Not_found -> abs s in
  let died fd =
    let i, pid = List.assoc fd kids in
    (match snd (Unix.waitpid [] pid) with
     | Unix.WEXITED n -> say (Printf.sprintf "dead %d %d %d" i pid n)
     | Unix.WSIGNALED s | Unix.WSTOPPED s ->
       say (Printf.sprintf "dead %d %d %d" i pid (-(number s))));
    Unix._exit 1 in
  let rec go () =
    let ready, _, _ = Unix.select (Unix.stdin :: List.map fst kids) [] [] (-1.) in
    List.iter (fun fd -> if fd <> Unix.stdin then died fd) ready;
    match next_line Unix.stdin with
    | None -> ()
    | Some line -> tell ends line; go () in
  go ();
  List.iter Unix.close ends;
  List.iter (fun (_, (_, pid)) -> ignore (Unix.waitpid [] pid)) kids

let () =
  Sys.set_signal Sys.sigpipe Sys.Signal_ignore;
  match way with
  | "serial" -> serial ()
  | "threads" -> threads ()
  | "domains" -> domains ()
  | _ -> processes ()
