using BootstrapVz.Common.Layers;
using Xunit;

namespace BootstrapVz.Test.Unit.Layers;

public sealed class LayerSealTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
    private readonly Dictionary<string, string> _secrets = new() { ["secret a"] = "x", ["secret b"] = "yz" };

    [Fact]
    public void A_layer_whose_tasks_saw_no_secret_is_as_it_is() => Assert.Equal(Content, Turned(Seal().Over(Layer("packages"))));

    [Fact]
    public void A_layer_is_hidden_and_shown_again_wherever_reading_begins()
    {
        var seal = Seal().Over(Layer("secret a"));
        var hidden = Turned(seal);
        Assert.True(hidden.Zip(Content).Count(pair => pair.First == pair.Second) < 30);
        foreach (var start in (int[])[0, 1, 15, 16, 17, 999])
        {
            var piece = hidden[start..];
            seal.Turn(piece, 5 + start);
            Assert.Equal(Content[start..], piece);
        }
    }

    [Fact]
    public void What_is_above_a_layer_with_a_secret_is_hidden_too() =>
        Assert.NotEqual(Content, Turned(Seal().Over(Layer("secret a")).Over(Layer("packages"))));

    [Fact]
    public void No_two_layers_and_no_two_secrets_have_the_same_key()
    {
        var seals = new List<LayerSeal>
        {
            Seal().Over(Layer("secret a")),
            Seal().Over(Layer("secret b")),
            Seal().Over(Layer("secret a", "secret b")),
            Seal().Over(Layer("secret a", "packages")),
            Seal().Over(Layer("secret a")).Over(Layer("packages")),
        };
        _secrets["secret a"] = "xy";
        seals.Add(Seal().Over(Layer("secret a")));
        _secrets["secret b"] = "z";
        seals.Add(Seal().Over(Layer("secret a", "secret b")));
        Assert.Equal(seals.Count, seals.Select(seal => Convert.ToHexString(Turned(seal))).Distinct().Count());
    }

    private LayerSeal Seal() => new(_secrets.GetValueOrDefault);

    private static byte[] Turned(LayerSeal seal)
    {
        byte[] bytes = [.. Content];
        seal.Turn(bytes, 5);
        return bytes;
    }

    private static LayerInfo Layer(params string[] inputs) => new()
    {
        Stage = "test",
        Parent = "",
        Steps = "",
        Inputs = inputs.ToDictionary(input => input, _ => ""),
        Epoch = 1,
        Seconds = 1,
        Manifest = "test.yml",
    };
}
