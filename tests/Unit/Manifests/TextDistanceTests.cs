using BootstrapVz.Base.Manifests;
using FsCheck.Fluent;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class TextDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("abc", "xabc", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("no_check_GPG", "no-check-gpg", 0)]
    public void Slips_are_counted(string a, string b, int distance) => Assert.Equal(distance, TextDistance.Between(a, b));

    [Theory]
    [InlineData("pubkye", "pubkey")]
    [InlineData("trixy", "trixie")]
    [InlineData("x", null)]
    [InlineData("something", null)]
    public void The_word_that_was_meant_is_near(string word, string? meant) =>
        Assert.Equal(meant, TextDistance.Nearest(word, ["pubkey", "password", "trixie"]));

    [Fact]
    public void The_distance_is_the_same_both_ways() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<string, string>((a, b) => TextDistance.Between(a ?? "", b ?? "") == TextDistance.Between(b ?? "", a ?? "")));
}
