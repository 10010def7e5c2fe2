using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Archives that are not Debian's.</summary>
[Collection(nameof(BuildSpace))]
public class RepositoryTests(BuildSpace space)
{
    [Theory]
    [InlineData("sha256")]
    [InlineData("fingerprint")]
    [InlineData("file")]
    public async Task A_package_comes_from_an_archive_whose_key_is_known(string by)
    {
        using var workshop = new Workshop(space) { Cache = space.NewFolder() };
        var archive = await SignedArchive.MakeAsync(workshop.Folder, "stable", new DebPackage("acme-tool"));
        await using var server = await WebFolder.StartAsync(archive.Folder);
        var key = by switch
        {
            "sha256" => $"url: {server.Https}/key.gpg, sha256: {archive.KeySha256}",
            "fingerprint" => $"url: {server.Https}/key.gpg, fingerprint: {archive.Fingerprint}",
            _ => $"file: {archive.Key}",
        };
        await workshop.With(Manifest(server, key), server).BuildWellAsync();
        Assert.Contains(server.Requests, request => request.EndsWith("/acme-tool.deb", StringComparison.Ordinal));
        Assert.Equal(by == "file" ? 0 : 1, server.Requests.Count(request => request == "/key.gpg"));
    }

    [Fact]
    public async Task A_key_that_is_not_the_one_the_manifest_names_is_refused()
    {
        using var workshop = new Workshop(space);
        var archive = await SignedArchive.MakeAsync(workshop.Folder, "stable", new DebPackage("acme-tool"));
        await using var server = await WebFolder.StartAsync(archive.Folder);
        string[] known = ["sha256: " + new string('0', 64), "fingerprint: " + new string('0', 40)];
        foreach (var wrong in known)
        {
            await workshop.With(Manifest(server, $"url: {server.Https}/key.gpg, {wrong}"), server)
                .BuildBadlyAsync(1, $"error: the key at '{server.Https}/key.gpg' is not the one the manifest names", "ask its owner");
        }
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gives_no_key()
    {
        using var workshop = new Workshop(space);
        var archive = await SignedArchive.MakeAsync(workshop.Folder, "stable", new DebPackage("acme-tool"));
        await using var server = await WebFolder.StartAsync(archive.Folder);
        await workshop.With(Manifest(server, $"url: {server.Https}/key.gpg, sha256: {archive.KeySha256}"))
            .BuildBadlyAsync(1, $"error: the key at '{server.Https}/key.gpg' cannot be fetched: ", "give it as a file");
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("unsigned", "the index has no signature")]
    [InlineData("stranger", "the signature is by a key that is not in the keyring")]
    public async Task An_archive_that_its_key_has_not_signed_is_refused(string what, string reason)
    {
        using var workshop = new Workshop(space);
        var archive = await SignedArchive.MakeAsync(workshop.Folder, "stable", new DebPackage("acme-tool"));
        var key = archive.Key;
        if (what == "unsigned")
            File.Delete(Path.Combine(archive.Folder, "dists/stable/InRelease"));
        else
            key = (await SignedArchive.MakeAsync(space.NewFolder(), "stable", new DebPackage("acme-tool"))).Key;
        await using var server = await WebFolder.StartAsync(archive.Folder);
        await workshop.With(Manifest(server, $"file: {key}"))
            .BuildBadlyAsync(1, "error: the package indexes cannot be fetched: " + reason, null);
    }

    [Fact]
    public async Task An_archive_that_asks_who_is_there_is_told()
    {
        using var workshop = new Workshop(space) { Cache = space.NewFolder() };
        var archive = await SignedArchive.MakeAsync(workshop.Folder, "stable", new DebPackage("acme-tool"));
        await using var server = await WebFolder.StartAsync(archive.Folder, login: "joe:a-token");
        // From where this host fetches instead, key included.
        const string Address = "https://private.example";
        string[] mirror = ["--mirror", $"{Address}={server.Http}"];
        await File.WriteAllTextAsync(Path.Combine(workshop.Folder, "token"), "a-token\n");
        await workshop.With(Manifest(Address, $"url: '{Address}/key.gpg', sha256: {archive.KeySha256}", ", username: joe, password: {file: token}")).BuildWellAsync(mirror);
        Assert.Contains(server.Requests, request => request.EndsWith("/acme-tool.deb", StringComparison.Ordinal));

        server.Login = "joe:another-token";
        Directory.Delete(workshop.Output, recursive: true);
        await workshop.BuildBadlyAsync(1, "the package indexes cannot be fetched: the archive does not take the name and password it is given", "'username' and 'password'", mirror);
    }

    private static SmallManifest Manifest(WebFolder server, string key) => Manifest(server.Http, key);

    private static SmallManifest Manifest(string address, string key, string more = "") => new()
    {
        More = $"packages: {{install: [acme-tool], repositories: {{acme: {{url: '{address}/', suite: stable, key: {{{key}}}{more}}}}}}}",
    };
}
