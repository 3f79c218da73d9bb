# Elixir's Version, by which Hex orders.
sign = %{lt: "<", eq: "=", gt: ">"}

answers =
  for line <- String.split(IO.binread(:stdio, :eof), "\n", trim: true) do
    [a, b] = Enum.map(String.split(line, "\t"), &Version.parse/1)

    case {a, b} do
      {{:ok, a}, {:ok, b}} -> [sign[Version.compare(a, b)], "\n"]
      _ -> "?\n"
    end
  end

IO.binwrite(:stdio, answers)
