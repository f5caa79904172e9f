(* The experiments on the lock of the OCaml that this runs in: see bench/lab/against. A loop that allocates nothing isn't
   interrupted by OCaml before 4.14, so that the loops here do.

   arguments: experiment, and its own *)
let clock = Unix.gettimeofday
let ns seconds = max 0 (int_of_float (seconds *. 1e9))

let say words =
  let line = String.concat " " words ^ "\n" in
  ignore (Unix.write_substring Unix.stdout line 0 (String.length line))

(* Many numbers, in lines that aren't too long, and then how many there were. *)
let numbers word all =
  let rec go line n = function
    | [] -> if n > 0 then say (word :: List.rev line)
    | x :: rest when n = 500 -> say (word :: List.rev line); go [string_of_int x] 1 rest
    | x :: rest -> go (string_of_int x :: line) (n + 1) rest in
  go [] 0 all;
  say [word ^ "-end"; string_of_int (List.length all)]

let told used wall =
  say ["ran"; string_of_int (ns wall); string_of_int (ns (Sys.time () -. used)); "0"]

(* Runs what is given, and says how long it took and what it used. *)
let ran f =
  let used = Sys.time () and start = clock () in
  f ();
  told used (clock () -. start)

(* --- slices: whoever finds that another thread was the last to stamp the clock notes a switch *)

let owner = ref (-1)
let last = ref 0.
let stop = ref false
let switches = ref []

let stamp stamps me =
  let n = ref 0 in
  while not !stop do
    let now = clock () in
    let now =
      if !owner = me then now
      else begin
        let now = clock () in
        switches := (now, now -. !last) :: !switches;
        owner := me;
        now
      end in
    last := now;
    incr n
  done;
  stamps.(me) <- !n

let slices threads seconds =
  let stamps = Array.make threads 0 in
  ran (fun () ->
    last := clock ();
    let all = List.init threads (fun i -> Thread.create (stamp stamps) i) in
    Thread.delay seconds;
    stop := true;
    List.iter Thread.join all);
  say ("stamps" :: List.map string_of_int (Array.to_list stamps));
  let rec apart = function
    | (a, _) :: ((b, _) :: _ as rest) -> ns (b -. a) :: apart rest
    | _ -> [] in
  match List.rev !switches with
  | [] -> numbers "slices" []; numbers "gaps" []
  | first :: rest ->
    numbers "slices" (apart (first :: rest));
    numbers "gaps" (List.map (fun (_, gap) -> ns gap) rest)

let count n =
  let n = ref (Sys.opaque_identity n) in
  while !n > 0 do
    n := !(Sys.opaque_identity (ref (!n - 1)))
  done

(* How many steps of the countdown a second has, from ever longer ones. *)
let rate seconds =
  let rec go n =
    let start = clock () in
    count n;
    let wall = clock () -. start in
    if wall >= seconds then say ["rate"; string_of_int (int_of_float (float_of_int n /. wall))] else go (2 * n) in
  go 10000

let busy () = while true do count 65536 done

let convoy threads =
  let s = Unix.socket Unix.PF_INET Unix.SOCK_DGRAM 0 in
  Unix.bind s (Unix.ADDR_INET (Unix.inet_addr_loopback, 0));
  for _ = 1 to threads do ignore (Thread.create busy ()) done;
  (match Unix.getsockname s with
   | Unix.ADDR_INET (_, port) -> say ["port"; string_of_int port]
   | _ -> exit 1);
  let used = Sys.time () and b = Bytes.create 256 in
  let rec go () =
    let n, from = Unix.recvfrom s b 0 256 [] in
    if not (n = 1 && Bytes.get b 0 = 'q') then (ignore (Unix.sendto s b 0 n [] from); go ()) in
  go ();
  told used 0.;
  Unix._exit 0

let () =
  let arg i = int_of_string Sys.argv.(i) in
  match Sys.argv.(1) with
  | "slices" -> slices (arg 2) (float_of_string Sys.argv.(3))
  | "rate" -> rate (float_of_string Sys.argv.(2))
  | "serial" -> ran (fun () -> count (arg 2))
  | "slowdown" ->
    let n = arg 4 / arg 3 in
    ran (fun () -> List.iter Thread.join (List.init (arg 3) (fun _ -> Thread.create count n)))
  | "convoy" -> convoy (arg 3)
  | _ -> exit 2
