%% The twin of mandelbrot.go: escape iterations over a grid of exact coordinates.
run(Lo, Hi) -> pixels(Lo * 16, Hi * 16, 0).

pixels(End, End, Total) -> Total;
pixels(P, End, Total) ->
    Count = escape(0.0, 0.0, (P rem 160 - 128) / 64, (2 * (P div 160) + 1 - 160) / 128, 0),
    pixels(P + 1, End, Total + Count).

escape(_, _, _, _, 256) -> 256;
escape(X, Y, _, _, N) when X * X + Y * Y > 4.0 -> N;
escape(X, Y, Cx, Cy, N) -> escape(X * X - Y * Y + Cx, 2.0 * X * Y + Cy, Cx, Cy, N + 1).
