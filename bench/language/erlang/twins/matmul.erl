%% The twin of matmul.go: an item is 48 entries of a row of the product. Integers don't wrap: sums are cut to 64 bits.
-on_load(build/0).
-define(SIDE, 192).
-define(STRIP, 48).
-define(U64, 16#FFFFFFFFFFFFFFFF).

build() ->
    To = lists:seq(0, ?SIDE - 1),
    Left = [[splitmix(Row * ?SIDE + Col) || Col <- To] || Row <- To],
    Right = [[splitmix(?SIDE * ?SIDE + Row * ?SIDE + Col) || Row <- To] || Col <- To],
    persistent_term:put(matrices, {list_to_tuple(Left), list_to_tuple(Right)}).

splitmix(P) ->
    Z = (P + 1) * 16#9E3779B97F4A7C15 band ?U64,
    Y = (Z bxor (Z bsr 30)) * 16#BF58476D1CE4E5B9 band ?U64,
    X = (Y bxor (Y bsr 27)) * 16#94D049BB133111EB band ?U64,
    X bxor (X bsr 31).

run(Lo, Hi) ->
    {Left, Right} = persistent_term:get(matrices),
    entries(Left, Right, Lo * ?STRIP, Hi * ?STRIP, 0).

entries(_, _, End, End, Total) -> Total band ?U64;
entries(Left, Right, At, End, Total) ->
    Row = element(At div ?SIDE + 1, Left),
    Col = element(At rem ?SIDE + 1, Right),
    entries(Left, Right, At + 1, End, dot(Row, Col, Total)).

dot([], [], Total) -> Total;
dot([A | Row], [B | Col], Total) -> dot(Row, Col, Total + A * B).
