using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Locking;
using BootstrapVz.Test.Testing;
using BootstrapVz.Test.Unit.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class KeyFetcherTests : IDisposable
{
    // The beginning of a public key packet of version 4 with a body of six bytes: RFC 9580, sections 4.2.2 and 5.5.2.
    private static readonly byte[] Key = [0x98, 6, 4, 0, 0, 0, 0, 1];
    private readonly ScratchSpace _space = new();

    [Fact]
    public async Task A_file_is_kept_under_what_it_holds_and_named_after_its_form()
    {
        await using var lab = new TaskLab();
        await Repositories.AddAsync(lab.Build, "acme", Repository(new() { File = await FileAsync("acme", Key) }), default);
        var (path, key) = Assert.Single(lab.Build.Sources.Keys);
        Assert.Equal("/etc/apt/keyrings/acme.gpg", path);
        Assert.Equal(Key, await File.ReadAllBytesAsync(key.File));
        Assert.Equal("deb [signed-by=/etc/apt/keyrings/acme.gpg] http://packages.example/debian trixie main", Assert.Single(lab.Build.Sources.Lines).ToString());

        await lab.RunAsync(new InstallSourceKeys());
        Assert.Equal(Key, await File.ReadAllBytesAsync(lab.Root.Resolve(path)));
    }

    [Fact]
    public async Task A_key_that_is_kept_is_not_fetched_again()
    {
        await using var lab = new TaskLab();
        await Repositories.AddAsync(lab.Build, "acme", Repository(new() { File = await FileAsync("acme", Key) }), default);
        var kept = lab.Build.Sources.Keys.Values.Single();

        // The lab's host has no network.
        await Repositories.AddAsync(lab.Build, "again", Repository(new() { Url = new("https://packages.example/key"), Sha256 = kept.Sha256 }), default);
        Assert.Equal(kept, lab.Build.Sources.Keys["/etc/apt/keyrings/again.gpg"]);

        await File.WriteAllBytesAsync(kept.File, [.. Key, 0]);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Repositories.AddAsync(lab.Build, "again", Repository(new() { Url = new("https://packages.example/key"), Sha256 = kept.Sha256 }), default));
    }

    [Fact]
    public async Task What_is_no_keyring_is_refused()
    {
        await using var lab = new TaskLab();
        var options = Repository(new() { File = await FileAsync("page.html", "<html>"u8.ToArray()) });
        var error = await Assert.ThrowsAsync<BuildException>(() => Repositories.AddAsync(lab.Build, "acme", options, default));
        Assert.Contains("is not an OpenPGP keyring", error.Message);
    }

    [Fact]
    public async Task A_key_that_is_fetched_has_to_be_the_one_that_is_named_and_no_other_beside_it()
    {
        await using var lab = new TaskLab();
        using var client = new HttpClient();
        lab.Host.Local = client;
        var fingerprint = Keyring.Fingerprints(Key).Single();
        byte[] stranger = [0x98, 6, 4, 0, 0, 0, 9, 9];
        var sent = Key;
        await using var server = new TestMirror((_, _) => TestMirror.Answer.Ok(sent));

        await FetchAsync(new() { Fingerprint = fingerprint });
        Assert.Equal(1, server.Requests);
        await FetchAsync(new() { Fingerprint = fingerprint });
        Assert.Equal(1, server.Requests); // it is kept

        lab.Build.Sources.Keys.Values.ToList().ForEach(key => File.Delete(key.File));
        sent = [.. Key, .. stranger];
        Assert.Contains("is not the one the manifest names", (await Assert.ThrowsAsync<BuildException>(() => FetchAsync(new() { Fingerprint = fingerprint }))).Message);
        Assert.Contains("its SHA-256 is ", (await Assert.ThrowsAsync<BuildException>(() => FetchAsync(new() { Sha256 = new('0', 64) }))).Message);
        sent = new byte[(1 << 20) + 1];
        Assert.Contains("is larger than 1048576 bytes", (await Assert.ThrowsAsync<BuildException>(() => FetchAsync(new() { Fingerprint = fingerprint }))).Message);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(lab.Build.Paths.Cache, "keys")));

        Task FetchAsync(RepositoryKeyOptions known) => Repositories.AddAsync(lab.Build, "acme", Repository(known with { Url = new(server.Address + "key") }), default);
    }

    [Fact]
    public async Task Of_a_file_with_several_keys_all_have_to_be_named()
    {
        await using var lab = new TaskLab();
        using var client = new HttpClient();
        lab.Host.Local = client;
        byte[] second = [0x98, 6, 4, 0, 0, 0, 9, 9];
        byte[] both = [.. Key, .. second];
        var (one, other) = (Keyring.Fingerprints(Key).Single(), Keyring.Fingerprints(second).Single());
        var sent = Key;
        await using var server = new TestMirror((_, _) => TestMirror.Answer.Ok(sent));

        await FetchAsync($"{other}, {one}"); // one of them is gone meanwhile
        sent = both;
        await FetchAsync($"{other}, {one}"); // what is kept lacks the other
        await FetchAsync($"{one},{other.ToLowerInvariant()}");
        Assert.Equal(2, server.Requests);
        Assert.Equal(both, await File.ReadAllBytesAsync(lab.Build.Sources.Keys.Values.Single().File));
        Assert.Contains($"its fingerprint is {string.Join(" and ", Keyring.Fingerprints(both))}", (await Assert.ThrowsAsync<BuildException>(() => FetchAsync($"{one}, {new('0', 40)}"))).Message);

        Task FetchAsync(string fingerprint) =>
            Repositories.AddAsync(lab.Build, "acme", Repository(new() { Url = new(server.Address + "key"), Fingerprint = fingerprint }), default);
    }

    public void Dispose() => _space.Dispose();

    private async Task<string> FileAsync(string name, byte[] content)
    {
        var path = Path.Combine(_space.Folder("keys"), name);
        await File.WriteAllBytesAsync(path, content);
        return path;
    }

    private static RepositoryOptions Repository(RepositoryKeyOptions key) =>
        new() { Url = new("http://packages.example/debian/"), Suite = "{system.release}", Key = key };
}
