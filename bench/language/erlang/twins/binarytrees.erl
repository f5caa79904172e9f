%% The twin of binarytrees.go: trees of tuples are built, counted and dropped.
run(Hi, Hi) -> 0;
run(Lo, Hi) -> count(tree(7)) + run(Lo + 1, Hi).

tree(0) -> {nil, nil};
tree(Depth) -> {tree(Depth - 1), tree(Depth - 1)}.

count({nil, nil}) -> 1;
count({Left, Right}) -> 1 + count(Left) + count(Right).
