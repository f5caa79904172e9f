%% The twin of primes.go: trial division by 2 and the odd numbers.
run(Lo, Hi) -> primes(Lo, Hi, 0).

primes(Hi, Hi, Total) -> Total;
primes(N, Hi, Total) ->
    case is_prime(N) of
        true -> primes(N + 1, Hi, Total + N);
        false -> primes(N + 1, Hi, Total)
    end.

is_prime(N) when N < 2 -> false;
is_prime(N) when N rem 2 =:= 0 -> N =:= 2;
is_prime(N) -> no_divisor(N, 3).

no_divisor(N, D) when D * D > N -> true;
no_divisor(N, D) when N rem D =:= 0 -> false;
no_divisor(N, D) -> no_divisor(N, D + 2).
