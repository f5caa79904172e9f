(* The twin of binarytrees.go: trees of nodes are built, counted and dropped. *)
type tree = Leaf | Node of tree * tree

let depth = 7

let rec build d = if d = 0 then Node (Leaf, Leaf) else Node (build (d - 1), build (d - 1))

let rec nodes = function
  | Leaf -> 0
  | Node (l, r) -> 1 + nodes l + nodes r

let run lo hi =
  let total = ref 0 in
  for _ = lo to hi - 1 do
    total := !total + nodes (build depth)
  done;
  Int64.of_int !total
