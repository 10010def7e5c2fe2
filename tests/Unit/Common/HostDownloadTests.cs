using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;
using BootstrapVz.Test.Testing;
using BootstrapVz.Test.Unit.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class HostDownloadTests : IDisposable
{
    private readonly ScratchSpace _space = new();

    [Fact]
    public async Task What_the_manifest_names_comes_from_the_mirror_of_its_server()
    {
        await using var server = new TestMirror((_, _) => TestMirror.Answer.Ok("from the mirror"u8.ToArray()));
        Assert.Equal("from the mirror", await FetchAsync("https://packages.example/apt/key", server.Address + "near"));

        var folder = _space.Folder("mirror");
        await File.WriteAllTextAsync(Path.Combine(folder, "key"), "from a folder");
        Assert.Equal("from a folder", await FetchAsync("https://packages.example/apt/key", "file://" + folder));
    }

    [Fact]
    public async Task What_cannot_be_had_is_told_with_both_addresses()
    {
        var folder = _space.Folder("empty");
        var error = await Assert.ThrowsAsync<BuildException>(() => FetchAsync("https://packages.example/apt/key", "file://" + folder));
        Assert.StartsWith($"the key at 'https://packages.example/apt/key', fetched from 'file://{folder}/key', cannot be fetched: ", error.Message);
        Assert.Contains("--mirror", error.Hint);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_not_waited_for()
    {
        await using var server = new TestMirror((_, _) => TestMirror.Answer.Ok("half of it"u8.ToArray()) with { Length = 1000, Hang = true });
        var error = await Assert.ThrowsAsync<BuildException>(() => FetchAsync("https://packages.example/apt/key", server.Address, TimeSpan.FromSeconds(0.3)));
        Assert.Contains("cannot be fetched: the server was silent for 0.3 seconds", error.Message);
    }

    public void Dispose() => _space.Dispose();

    private static async Task<string> FetchAsync(string address, string mirror, TimeSpan? silence = null)
    {
        await using var lab = new TaskLab();
        using var client = new HttpClient();
        lab.Host.Local = client;
        lab.Build.Set(new BuildSettings { Mirrors = new Dictionary<string, string> { ["https://packages.example/apt"] = mirror } });
        using var content = new MemoryStream();
        await new HostDownload(lab.Build, "the key") { LongestSilence = silence ?? TimeSpan.FromMinutes(1) }.CopyAsync(new(address), content, default);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
