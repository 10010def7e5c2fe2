using BootstrapVz.Base.Manifests;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class VariablesTests
{
    private static readonly Variables Sample = new(new Dictionary<string, string> { ["name"] = "x{name}", ["system.release"] = "trixie" });

    [Theory]
    [InlineData("a-{system.release}-b", "a-trixie-b")]
    [InlineData("{{literal}}", "{literal}")]
    [InlineData("{name}", "x{name}")]
    [InlineData("{{{system.release}}}", "{trixie}")]
    [InlineData("", "")]
    public void Variables_are_replaced_once(string text, string expected) => Assert.Equal(expected, Sample.Expand(text));

    [Theory]
    [InlineData("{nope}", "'{nope}' is not a manifest variable")]
    [InlineData("{system.release:>5}", "'{system.release:>5}' is not a manifest variable")]
    [InlineData("a{b", "'a{b' has a '{' that was not closed")]
    [InlineData("a}b", "'a}b' has a '}' that was not opened")]
    public void What_cannot_be_replaced_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Sample.Expand(text)).Message);

    [Fact]
    public void A_manifest_offers_its_scalars_the_mirrors_and_the_time()
    {
        var manifest = ManifestFile.Read(ManifestFile.Valid + "owner: me\npackages: {install: [a], mirror: 'http://deb.example/debian/'}\n");

        var variables = Variables.For(manifest, new(2026, 11, 2, 9, 5, 3, TimeSpan.Zero));

        Assert.Equal("trixie gpt 2GiB me", variables.Expand("{system.release} {volume.partitions.type} {volume.partitions.root.size} {owner}"));
        Assert.Equal("http://deb.example/debian/ http://ftp.debian.org/debian-security", variables.Expand("{apt_mirror} {apt_security}"));
        Assert.Equal("20261102-090503", variables.Expand("{%Y}{%m}{%d}-{%H}{%M}{%S}"));
        Assert.False(variables.Values.ContainsKey("packages.install"));
    }

    // Expected values are what strftime(3) of the C library prints in the C locale.
    [Theory]
    [InlineData("2026-11-02T09:05:03.000120", "Mon|Monday|Nov|November|Mon Nov  2 09:05:03 2026|02|000120|09|09|306|11|05|AM|03|44|1|44|11/02/26|09:05:03|26|2026||")]
    [InlineData("2024-01-01T00:00:00", "Mon|Monday|Jan|January|Mon Jan  1 00:00:00 2024|01|000000|00|12|001|01|00|AM|00|00|1|01|01/01/24|00:00:00|24|2024||")]
    [InlineData("2023-12-31T12:30:59", "Sun|Sunday|Dec|December|Sun Dec 31 12:30:59 2023|31|000000|12|12|365|12|30|PM|59|53|0|52|12/31/23|12:30:59|23|2023||")]
    public void The_parts_of_a_time_are_those_of_strftime(string time, string expected)
    {
        const string All = "{%a}|{%A}|{%b}|{%B}|{%c}|{%d}|{%f}|{%H}|{%I}|{%j}|{%m}|{%M}|{%p}|{%S}|{%U}|{%w}|{%W}|{%x}|{%X}|{%y}|{%Y}|{%z}|{%Z}";
        var instant = DateTimeOffset.Parse(time + "+00:00", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(expected, Variables.For(ManifestFile.Read(ManifestFile.Valid), instant).Expand(All));
    }

    [Fact]
    public void SOURCE_DATE_EPOCH_is_the_time_of_the_build_in_UTC()
    {
        Assert.Equal(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Variables.InstantOf(TimeProvider.System, "1767323045"));
        Assert.Equal(DateTimeOffset.Now, Variables.InstantOf(TimeProvider.System, "soon"), TimeSpan.FromMinutes(1));
        Assert.Equal(DateTimeOffset.Now, Variables.InstantOf(TimeProvider.System, null), TimeSpan.FromMinutes(1));
    }
}
