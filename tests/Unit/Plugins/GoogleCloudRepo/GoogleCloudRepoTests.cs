using BootstrapVz.Base.Releases;
using BootstrapVz.Plugins.GoogleCloudRepo;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class GoogleCloudRepoTests
{
    [Fact]
    public async Task Sources_of_the_archive_name_its_key_and_others_do_not()
    {
        await using var lab = new TaskLab();
        var key = Path.Combine(lab.Build.Paths.Scratch, "key.gpg");
        await File.WriteAllBytesAsync(key, [0x98, 6, 4, 0, 0, 0, 0, 1]);
        lab.Build.Sources.Add("main", new("deb", null, "http://ftp.debian.org/debian", "trixie", ["main"]));
        lab.Build.Sources.Add("google", new("deb", "arch=amd64", "http://packages.cloud.google.com/apt", "cloud-sdk-trixie", ["main"]));
        lab.Build.Sources.Add("google", new("deb", "signed-by=/own.gpg", "https://packages.cloud.google.com/apt/", "other", ["main"]));
        await lab.RunAsync(new AddGoogleKey(new() { Key = new() { File = key } }));
        Assert.Equal(
            [
                "deb http://ftp.debian.org/debian trixie main",
                "deb [arch=amd64 signed-by=/etc/apt/keyrings/google-cloud.gpg] http://packages.cloud.google.com/apt cloud-sdk-trixie main",
                "deb [signed-by=/own.gpg] https://packages.cloud.google.com/apt/ other main",
            ],
            lab.Build.Sources.Lines.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("bullseye", "google-cloud-packages-archive-keyring-bullseye")]
    [InlineData("bookworm", "google-cloud-packages-archive-keyring-bookworm-stable")]
    public void The_suite_of_the_keyring_is_called_after_the_release(string release, string suite) =>
        Assert.Equal(suite, AddKeyringPackage.Suite(ReleaseTable.Get(release)));

    [Theory]
    [InlineData("{}", "trixie", "the key of Google's archive has to be known")]
    [InlineData("""{"enable_keyring_repo": true}""", "stretch", null)]
    [InlineData("""{"key": {"url": "https://a/k"}}""", "trixie", "needs 'sha256' or 'fingerprint'")]
    public void The_key_has_to_be_known_where_it_is_used(string section, string release, string? problem)
    {
        var found = PluginFindings.Of("google_cloud_repo", section, release);
        if (problem is null)
            Assert.Empty(found);
        else
            Assert.Contains(problem, Assert.Single(found));
    }
}
