(* The twin of collatz.go: how many steps lead to 1. *)
let run lo hi =
  let total = ref 0 in
  for i = lo + 1 to hi do
    let n = ref i in
    while !n <> 1 do
      n := if !n land 1 = 0 then !n / 2 else 3 * !n + 1;
      incr total
    done
  done;
  Int64.of_int !total
