using BootstrapVz.Base.Releases;
using Xunit;

namespace BootstrapVz.Test.Unit.Releases;

public sealed class ReleaseTableTests
{
    [Theory]
    [InlineData("wheezy", "wheezy/updates", "wheezy-updates", "wheezy-backports")]
    [InlineData("buster", "buster/updates", "buster-updates", "buster-backports")]
    [InlineData("bullseye", "bullseye-security", "bullseye-updates", "bullseye-backports")]
    [InlineData("trixie", "trixie-security", "trixie-updates", "trixie-backports")]
    [InlineData("forky", "forky-security", "forky-updates", null)]
    [InlineData("sid", null, null, null)]
    public void A_release_knows_its_suites(string codename, string? security, string? updates, string? backports)
    {
        var release = ReleaseTable.Get(codename);

        Assert.Equal((security, updates, backports), (release.SecuritySuite, release.UpdatesSuite, release.BackportsSuite));
    }

    [Theory]
    [InlineData("oldoldstable", "bullseye")]
    [InlineData("oldstable", "bookworm")]
    [InlineData("stable", "trixie")]
    [InlineData("testing", "forky")]
    [InlineData("unstable", "sid")]
    public void An_alias_is_the_release_it_means(string alias, string codename) => Assert.Equal(codename, ReleaseTable.Find(alias)!.Codename);

    [Fact]
    public void Releases_are_ordered_by_version()
    {
        Assert.Equal(ReleaseTable.All, ReleaseTable.All.Order());
        Assert.True(ReleaseTable.Get("buzz") < ReleaseTable.Get("rex") && ReleaseTable.Get("sid") > ReleaseTable.Get("forky"));
        Assert.Null(ReleaseTable.Find("Trixie"));
    }

    [Fact]
    public void Facts_change_with_the_release_that_changed_them()
    {
        Assert.Equal((false, true), (ReleaseTable.Get("stretch").HasMergedUsr, ReleaseTable.Get("buster").HasMergedUsr));
        Assert.Equal((false, true), (ReleaseTable.Get("bullseye").HasFirmwareComponent, ReleaseTable.Get("bookworm").HasFirmwareComponent));
        Assert.Equal((false, true), (ReleaseTable.Get("bookworm").UsesDeb822Sources, ReleaseTable.Get("sid").UsesDeb822Sources));
        Assert.Equal((true, false), (ReleaseTable.Get("buster").IsArchived, ReleaseTable.Get("bullseye").IsArchived));
    }
}
