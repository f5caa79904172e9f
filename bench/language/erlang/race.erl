%% The workers of a race in Erlang: processes, each on a scheduler of its own. They speak the line protocol of
%% bench/language/speak.
%%
%% arguments: nanoseconds that loading this module took, way, workers, items in a pass, items in a share
-module(race).
-export([main/2]).

%% The twin: it defines run(Lo, Hi). What it builds, it builds when it is loaded (-on_load), in persistent_term.
%% THE TWIN

main(Setup, [Way | Numbers]) ->
    [Workers, Size, Share] = [list_to_integer(N) || N <- Numbers],
    Port = open_port({fd, 0, 1}, [{line, 65536}, binary, eof]),
    Shared = atomics:new(1, []),
    Claim = case Way of
        "serial" -> fun count/0;
        "schedulers" -> fun() -> atomics:add_get(Shared, 1, 1) - 1 end
    end,
    Crew = [spawn_opt(fun() -> work(Port, I, Claim, min(Share, Size), Setup) end, [monitor, {scheduler, I + 1}])
            || I <- lists:seq(0, Workers - 1)],
    tell(Port, Shared, Crew).

%% Tells the workers each line that comes in. One of them that ends before the others has failed.
tell(Port, Shared, Crew) ->
    receive
        {Port, {data, {eol, Line}}} ->
            atomics:put(Shared, 1, 0),
            [_ | Numbers] = string:lexemes(binary_to_list(Line), " "),
            Job = list_to_tuple([list_to_integer(N) || N <- Numbers]),
            [Pid ! Job || {Pid, _} <- Crew],
            tell(Port, Shared, Crew);
        {Port, eof} ->
            halt(0);
        {'DOWN', _, process, Pid, Why} ->
            I = length(lists:takewhile(fun({P, _}) -> P =/= Pid end, Crew)),
            fail(Port, I, Why)
    end.

%% Tells the parent one line. It is one write, so lines of several workers don't mix.
say(Port, Words) ->
    Line = lists:join(" ", [if is_integer(W) -> integer_to_list(W); true -> W end || W <- Words]),
    port_command(Port, [Line, "\n"]).

fail(Port, I, Why) ->
    Text = unicode:characters_to_binary(io_lib:format("~0tp", [Why])),
    say(Port, ["fail", I, binary:part(Text, 0, min(2000, byte_size(Text)))]),
    halt(1).

%% The life of worker I: it runs one share, and works off jobs until there are no more.
work(Port, I, Claim, First, Setup) ->
    group_leader(whereis(standard_error), self()), % what a twin prints isn't a line for the parent
    try
        run(0, First),
        Thread = thread_of(erlang:system_info(scheduler_id)),
        say(Port, ["ready", I, os:getpid(), Thread, Setup]),
        jobs(Port, I, Claim, Thread)
    catch
        Class:What -> fail(Port, I, {Class, What})
    end.

jobs(Port, I, Claim, Thread) ->
    receive {N, Cut, Passes} -> job(Port, I, Claim, Thread, N, Cut, Passes) end,
    jobs(Port, I, Claim, Thread).

job(Port, I, Claim, Thread, N, Cut, Passes) ->
    put(next, 0),
    {Cpu, Wait} = used(Thread),
    Start = erlang:monotonic_time(nanosecond),
    PerPass = (N + Cut - 1) div Cut,
    {Shares, Sum} = shares(Port, I, Claim, {N, Cut, PerPass, PerPass * Passes}, Start, 0, 0),
    Window = erlang:monotonic_time(nanosecond) - Start,
    {C, W} = used(Thread),
    say(Port, ["row", I, os:getpid(), Thread, Shares, Sum, C - Cpu, 0, Window, W - Wait]).

shares(Port, I, Claim, {N, Cut, PerPass, Total} = Job, Told, Shares, Sum) ->
    case Claim() of
        K when K < Total ->
            Lo = K rem PerPass * Cut,
            Next = (Sum + run(Lo, min(Lo + Cut, N))) band 16#FFFFFFFFFFFFFFFF,
            Now = erlang:monotonic_time(nanosecond),
            if
                Now - Told > 250000000 -> % ns between two signs of life
                    say(Port, ["at", I, Shares + 1]),
                    shares(Port, I, Claim, Job, Now, Shares + 1, Next);
                true ->
                    shares(Port, I, Claim, Job, Told, Shares + 1, Next)
            end;
        _ ->
            {Shares, Sum}
    end.

%% The next share of a worker that shares nothing.
count() ->
    put(next, get(next) + 1).

%% The kernel's number of a scheduler's thread, by its name: 1_scheduler, and from OTP 26 on erts_sched_1.
thread_of(Scheduler) ->
    Number = integer_to_list(Scheduler),
    Names = [Number ++ "_scheduler\n", "erts_sched_" ++ Number ++ "\n"],
    {ok, Threads} = file:list_dir("/proc/self/task"),
    hd([T || T <- Threads, {ok, Name} <- [file:read_file(["/proc/self/task/", T, "/comm"])],
             lists:member(binary_to_list(Name), Names)]).

%% CPU time of a thread and how long it waited for a core, in ns. Files are read by other threads, so it has a number.
used(Thread) ->
    {ok, Text} = file:read_file(["/proc/self/task/", Thread, "/schedstat"]),
    [Cpu, Wait | _] = string:lexemes(binary_to_list(Text), " \n"),
    {list_to_integer(Cpu), list_to_integer(Wait)}.
