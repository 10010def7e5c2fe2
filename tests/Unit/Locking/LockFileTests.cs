using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Locking;
using Xunit;

namespace BootstrapVz.Test.Unit.Locking;

public sealed class LockFileTests
{
    private static readonly string Hash = new('a', 64);

    private static LockFile Sample => new()
    {
        Date = 1_795_000_000,
        Wanted = ["architecture amd64", "package hello"],
        Suites = [Hash + " Debian Debian trixie 2026-01-01T00:00:00Z"],
        Keys = ["ABCD debian-archive-keyring.gpg"],
        InstalledKiB = 5000,
        Plan = new() { Bootstrap = [Package("apt", "3.0.3"), Package("zlib1g", "1:1.3+b1")], Additions = [Package("hello", "2.10-5")] },
        Automatic = new([new("zlib1g", "amd64")], []),
    };

    [Fact]
    public void A_lock_comes_back_as_it_was_written()
    {
        var read = LockFile.Parse("m.yml.lock", Sample.Render(), "amd64");
        Assert.Equal(Sample.Render(), read.Render());
        Assert.Equal(Sample.Plan.Bootstrap, read.Plan.Bootstrap);
        Assert.Equal(Sample.Plan.Additions, read.Plan.Additions);
        Assert.Equal(Sample.Automatic.Bootstrap, read.Automatic.Bootstrap);
        Assert.Equal(Sample.Date, read.Date);
        Assert.Equal(5000, read.InstalledKiB);
        Assert.Null(LockFile.Parse("m.yml.lock", (Sample with { InstalledKiB = null }).Render(), "amd64").InstalledKiB);
        Assert.Contains("package zlib1g 1:1.3+b1 amd64 minimal automatic 10 " + Hash, Sample.Render(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lock 1", "lock 9", "another version")]
    [InlineData("date 2026", "date x2026", "no date")]
    [InlineData("package apt", "packet apt", "m.yml.lock:9: the lock file cannot be read: 'packet' is no line")]
    [InlineData("installed 5000", "installed 5MB", "m.yml.lock:8: the lock file cannot be read: '5MB' is no number of KiB")]
    [InlineData(" minimal manual", " manual", "m.yml.lock:9:")]
    [InlineData(" 10 a", " ten a", "m.yml.lock:9:")]
    public void What_is_no_lock_is_told_with_its_line(string right, string wrong, string message)
    {
        var text = Sample.Render();
        Assert.Contains(right, text, StringComparison.Ordinal);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var error = Assert.Throws<BuildException>(() => LockFile.Parse("m.yml.lock", text[..at] + wrong + text[(at + right.Length)..], "amd64"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_does_not_fit_is_told_what_changed()
    {
        var sources = new AptSources { Lines = [], Architecture = "amd64" };
        var request = new PackageRequest(new(BootstrapVariant.Minbase, "trixie"), ["hello"], []);
        var fitting = Sample with { Wanted = LockMaker.WantedBy(sources, request) };
        LockMaker.RequireFit("m.yml.lock", fitting, sources, request);

        var error = Assert.Throws<BuildException>(() => LockMaker.RequireFit("m.yml.lock", fitting, sources, request with { Names = ["htop"] }));
        Assert.Contains("only in the lock: package hello", error.Message, StringComparison.Ordinal);
        Assert.Contains("only in the manifest: package htop", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_are_told_by_package()
    {
        var now = Sample with { Plan = new() { Bootstrap = [Package("apt", "3.0.4"), Package("zlib1g", "1:1.3+b1")], Additions = [Package("htop", "3")] } };
        Assert.Equal(["! apt 3.0.3 -> 3.0.4", "- hello 2.10-5", "+ htop 3"], LockMaker.Differences(Sample, now));
    }

    private static ResolvedPackage Package(string name, string version)
    {
        var file = $"{name}_{version.Replace(":", "%3a", StringComparison.Ordinal)}_amd64.deb";
        return new(name, version, "amd64", "http://ftp.debian.org/debian/pool/" + file, file, 10, Hash);
    }
}
