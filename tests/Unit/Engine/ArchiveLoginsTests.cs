using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class ArchiveLoginsTests
{
    private readonly ArchiveLogins _logins = new();

    public ArchiveLoginsTests()
    {
        _logins.Add(new("https://packages.example/debian/"), "joe", "one");
        _logins.Add(new("https://packages.example/debian/private"), "joe", "two");
    }

    [Theory]
    [InlineData("https://packages.example/debian/dists/x/InRelease", "one")]
    [InlineData("https://packages.example/debian/private/dists/x/InRelease", "two")]
    [InlineData("https://packages.example/debian-security/dists/x/InRelease", null)]
    [InlineData("https://other.example/debian/dists/x/InRelease", null)]
    [InlineData("http://packages.example/debian/dists/x/InRelease", null)]
    public void A_login_is_told_to_its_archive_only(string address, string? password) =>
        Assert.Equal(password, _logins.GetCredential(new(address), "Basic")?.Password);

    [Fact]
    public void Where_a_mirror_is_fetched_from_it_is_told_to_the_mirror()
    {
        var there = _logins.At(new(["https://packages.example/debian=http://127.0.0.1:80/near"], null, HostSources.Read("/nowhere")));
        Assert.Equal("two", there.GetCredential(new("http://127.0.0.1:80/near/private/pool/a.deb"), "Basic")?.Password);
        Assert.Null(there.GetCredential(new("https://packages.example/debian/pool/a.deb"), "Basic"));
    }

    [Fact]
    public void Apt_finds_the_login_that_fits_best_first() => Assert.Equal(
        "machine https://packages.example/debian/private/ login joe password two\nmachine https://packages.example/debian/ login joe password one\n", _logins.Netrc);

    [Theory]
    [InlineData("joe doe", "a-token")]
    [InlineData("joe", "a\ntoken")]
    public void What_apt_cannot_be_told_is_refused_without_showing_it(string name, string password)
    {
        var error = Assert.Throws<BuildException>(() => _logins.Add(new("https://packages.example/"), name, password));
        Assert.Contains("'https://packages.example/' may have no blanks", error.Message);
        Assert.DoesNotContain(name, error.Message);
        Assert.DoesNotContain(password, error.Message);
    }
}
