(* The twin of matmul.go: an item is 48 entries of a row of the product. An int has 63 bits, an int64 all of them. *)
open Bigarray

let side = 192 and strip = 48

let splitmix p =
  let open Int64 in
  let z = mul (of_int (p + 1)) 0x9e3779b97f4a7c15L in
  let z = mul (logxor z (shift_right_logical z 30)) 0xbf58476d1ce4e5b9L in
  let z = mul (logxor z (shift_right_logical z 27)) 0x94d049bb133111ebL in
  logxor z (shift_right_logical z 31)

let matrix () : (int64, int64_elt, c_layout) Array1.t = Array1.create Int64 C_layout (side * side)
let left = matrix ()
let right = matrix () (* column by column *)

let () =
  for row = 0 to side - 1 do
    for col = 0 to side - 1 do
      left.{row * side + col} <- splitmix (row * side + col);
      right.{col * side + row} <- splitmix (side * side + row * side + col)
    done
  done

let run lo hi =
  let total = ref 0L in
  for at = lo * strip to hi * strip - 1 do
    let a = at / side * side and b = at mod side * side in
    for k = 0 to side - 1 do
      total := Int64.add !total (Int64.mul left.{a + k} right.{b + k})
    done
  done;
  !total
