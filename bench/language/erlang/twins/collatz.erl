%% The twin of collatz.go: how many steps lead to 1.
run(Hi, Hi) -> 0;
run(Lo, Hi) -> steps(Lo + 1, 0) + run(Lo + 1, Hi).

steps(1, Total) -> Total;
steps(N, Total) when N rem 2 =:= 0 -> steps(N div 2, Total + 1);
steps(N, Total) -> steps(3 * N + 1, Total + 1).
