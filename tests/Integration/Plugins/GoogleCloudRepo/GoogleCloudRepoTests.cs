using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class GoogleCloudRepoTests(PluginImages images)
{
    private const string Origin = "https://packages.cloud.google.com";
    private const string KeyringPackage = "google-cloud-packages-archive-keyring";
    private const string Keyring = "/usr/share/keyrings/cloud.google.gpg";
    private const string Key = "/etc/apt/keyrings/google-cloud.gpg";
    private const string List = "/etc/apt/sources.list.d/google-cloud.list";

    [Fact]
    public async Task The_examples_sources_are_trusted_by_the_keys_it_names()
    {
        var (folder, archive) = await MakeAsync("google");
        var (_, second) = await MakeAsync("google-second");
        await using var server = await WebFolder.StartAsync(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "apt/doc/apt-key.gpg"), [.. await File.ReadAllBytesAsync(archive.Key), .. await File.ReadAllBytesAsync(second.Key)]);
        images.Mirror = $"{Origin}={server.Http}";
        var change = await images.OfChangedAsync(
            "google_cloud_repo", ("35BAA0B33E9EB396F59CA838C0BA5CE6DC6315A3", archive.Fingerprint), ("A362B822F6DEDC652817EA46B53DC80D13EDEF05", second.Fingerprint));
        images.Mirror = null;
        Assert.Superset(new HashSet<string> { "google-cloud-cli", KeyringPackage, "ca-certificates" }, change.Packages.ToHashSet());
        Assert.Equal(
            $"deb [signed-by={Key}] {Origin}/apt cloud-sdk main\ndeb [signed-by={Key}] {Origin}/apt {KeyringPackage}-bookworm-stable main\n", change.Text(List));
        Assert.Equal("RegularFile 644 0:0", change.Line(Key));
        Assert.DoesNotContain("/etc/apt/trusted.gpg", change.Added);
    }

    [Fact]
    public async Task The_key_of_the_build_may_give_way_to_those_of_the_package()
    {
        var (folder, archive) = await MakeAsync("google-cleanup");
        await using var server = await WebFolder.StartAsync(folder);
        images.Mirror = $"{Origin}={server.Http}";
        var change = await images.OfSectionAsync(
            "google_cloud_repo", [$"key: {{file: '{archive.Key}'}}", "enable_keyring_repo: true", "cleanup_bootstrap_key: true"]);
        images.Mirror = null;
        Assert.Equal([KeyringPackage], change.Packages);
        Assert.Equal($"deb [signed-by={Keyring}] {Origin}/apt {KeyringPackage}-bookworm-stable main\n", change.Text(List));
        Assert.DoesNotContain(Key, change.Added);
    }

    // The folder of a server, and the archive that is below its "apt".
    private async Task<(string Folder, SignedArchive Archive)> MakeAsync(string name)
    {
        var folder = images.Folder(name);
        var archive = await SignedArchive.MakeAsync(
            folder, ("cloud-sdk", [new DebPackage("google-cloud-cli")]),
            (KeyringPackage + "-bookworm-stable", [new DebPackage(KeyringPackage) { Files = new Dictionary<string, string> { [Keyring] = "a keyring" } }]));
        Directory.CreateSymbolicLink(Path.Combine(folder, "apt"), archive.Folder);
        Directory.CreateDirectory(Path.Combine(archive.Folder, "doc"));
        return (folder, archive);
    }
}
