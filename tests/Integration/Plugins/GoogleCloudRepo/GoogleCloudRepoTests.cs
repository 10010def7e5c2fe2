using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class GoogleCloudRepoTests(PluginImages images)
{
    private const string Keyring = "/usr/share/keyrings/cloud.google.gpg";
    private const string Suite = "google-cloud-packages-archive-keyring-trixie";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sources_of_the_archive_are_trusted_by_its_key_or_its_package(bool cleanup)
    {
        var archive = await SignedArchive.MakeAsync(
            images.Folder($"google-{cleanup}"), Suite,
            new DebPackage("google-cloud-packages-archive-keyring") { Files = new Dictionary<string, string> { [Keyring] = "a keyring" } });
        await using var server = await WebFolder.StartAsync(archive.Folder);
        images.Environment = server.Trust;
        var change = await images.OfSectionAsync(
            "google_cloud_repo",
            [
                $"url: '{server.Http}'", $"key: {{url: '{server.Https}/key.gpg', fingerprint: {archive.Fingerprint}}}",
                "enable_keyring_repo: true", $"cleanup_bootstrap_key: {(cleanup ? "true" : "false")}",
            ]);
        images.Environment = new Dictionary<string, string?>();
        Assert.Equal(["google-cloud-packages-archive-keyring"], change.Packages);
        const string Key = "/etc/apt/keyrings/google-cloud.gpg";
        Assert.Equal($"deb [signed-by={(cleanup ? Keyring : Key)}] {server.Http} {Suite} main\n", change.Text("/etc/apt/sources.list.d/google-cloud.list"));
        Assert.Equal(!cleanup, change.Added.Contains(Key));
        Assert.DoesNotContain("/etc/apt/trusted.gpg", change.Added);
    }
}
