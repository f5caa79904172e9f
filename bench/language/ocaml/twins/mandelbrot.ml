(* The twin of mandelbrot.go: escape iterations over a grid of exact coordinates. *)
let width = 160 and height = 160 and pixels = 16 and limit = 256 and scale = 64

let escape cx cy =
  let x = ref 0. and y = ref 0. and n = ref 0 and go = ref true in
  while !go && !n < limit do
    let xx = !x *. !x and yy = !y *. !y in
    if xx +. yy > 4. then go := false
    else begin
      y := 2. *. !x *. !y +. cy;
      x := xx -. yy +. cx;
      incr n
    end
  done;
  !n

let run lo hi =
  let total = ref 0 in
  for p = lo * pixels to hi * pixels - 1 do
    let col = p mod width and row = p / width in
    let cx = float_of_int (col - 2 * scale) /. float_of_int scale
    and cy = float_of_int (2 * row + 1 - height) /. float_of_int (2 * scale) in
    total := !total + escape cx cy
  done;
  Int64.of_int !total
