(* The twin of primes.go: trial division by 2 and the odd numbers. *)
let is_prime n =
  if n < 2 then false
  else if n land 1 = 0 then n = 2
  else
    let rec go d = d * d > n || (n mod d <> 0 && go (d + 2)) in
    go 3

let run lo hi =
  let total = ref 0 in
  for n = lo to hi - 1 do
    if is_prime n then total := !total + n
  done;
  Int64.of_int !total
