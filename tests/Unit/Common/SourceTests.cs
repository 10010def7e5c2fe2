using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Common.Apt;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class SourceTests
{
    [Theory]
    [InlineData("trixie", "trixie", "trixie-security", "trixie-updates")]
    [InlineData("stable", "stable", "stable-security", "stable-updates")]
    [InlineData("bullseye", "bullseye", "bullseye-security", "bullseye-updates")]
    [InlineData("buster", "buster", "buster/updates", "buster-updates")]
    [InlineData("sid", "sid")]
    [InlineData("unstable", "unstable")]
    public async Task Default_sources_have_the_suites_the_release_has(string release, params string[] suites)
    {
        await using var lab = new TaskLab();
        var system = ManifestSamples.At("x.yml", "trixie").System with { Release = release };
        await lab.RunAsync(new AddDefaultSources(new(), system, ReleaseTable.Find(release)!));

        Assert.Equal(suites, lab.Build.Sources.Lines.Select(l => l.Distribution));
        Assert.All(lab.Build.Sources.Lines, l => Assert.StartsWith("http://ftp.debian.org/debian", l.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Source_lines_of_both_types_are_added_when_asked_for()
    {
        await using var lab = new TaskLab();
        var packages = new PackagesOptions { IncludeSourceType = true, Components = ["main", "contrib"] };
        await lab.RunAsync(new AddDefaultSources(packages, ManifestSamples.At("x.yml").System with { Release = "sid" }, ReleaseTable.Get("sid")));

        Assert.Equal(
            ["deb http://ftp.debian.org/debian sid main contrib", "deb-src http://ftp.debian.org/debian sid main contrib"],
            lab.Build.Sources.Lines.Select(l => l.ToString()));
    }

    [Fact]
    public async Task Preferences_are_written_as_blocks()
    {
        await using var lab = new TaskLab();
        lab.Build.Preferences.Set("kernel", [new() { Package = "linux-*", Pin = "release n=trixie-backports", PinPriority = 500 }, new() { Package = "*", Pin = "origin \"\"", PinPriority = -1 }]);
        await lab.RunAsync(new WritePreferences());

        Assert.Equal(
            "Package: linux-*\nPin: release n=trixie-backports\nPin-Priority: 500\n\nPackage: *\nPin: origin \"\"\nPin-Priority: -1\n",
            lab.Read("/etc/apt/preferences.d/kernel"));
    }
}
