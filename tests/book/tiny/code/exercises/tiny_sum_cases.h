static const struct group groups[] = {
    {.name = "one number",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=1 a=1 b=2"}},
    {.name = "drawn",
     .visibility = HIDDEN,
     .points = 3,
     .cases = {"N=1..3"}},
};
