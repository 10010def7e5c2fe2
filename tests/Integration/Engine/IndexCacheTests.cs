using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Engine;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>Indexes that were kept, through the real apt.</summary>
public sealed class IndexCacheTests : IDisposable
{
    private const string Package = "Package: tool\nVersion: 1\nArchitecture: all\nFilename: pool/tool.deb\nSize: 1\nDepends: needed\n\n";
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("changed")]
    [InlineData("cut off")]
    [InlineData("gone")]
    public async Task A_list_that_was_damaged_is_fetched_again(string damage)
    {
        await MakeArchiveAsync();
        string content;
        string list;
        using (var index = await OpenAsync(new RecordingLog()))
        {
            list = Directory.EnumerateFiles(index.Folder + "/lists", "*_Packages").Single();
            content = await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken);
            Assert.Contains("Depends: needed", content, StringComparison.Ordinal);
        }

        var log = new RecordingLog();
        using (await OpenAsync(log))
            Assert.DoesNotContain(log.Lines, line => line.Contains("damaged", StringComparison.Ordinal));

        var time = File.GetLastWriteTimeUtc(list);
        if (damage == "gone")
            File.Delete(list);
        else
            await File.WriteAllTextAsync(list, damage == "changed" ? content.Replace("needed", "wanted") : content[..20], TestContext.Current.CancellationToken);
        if (damage == "changed")
            File.SetLastWriteTimeUtc(list, time);
        using (await OpenAsync(log))
            Assert.Equal(content, await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken));
        Assert.Contains("Warning: the package index in the cache is damaged and fetched again", log.Lines);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task MakeArchiveAsync()
    {
        var folder = Directory.CreateDirectory(_scratch.Folder + "/dists/sid/main/binary-amd64").FullName;
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes(Package));
        await File.WriteAllBytesAsync(folder + "/Packages.gz", packed.ToArray(), TestContext.Current.CancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(packed.ToArray()));
        var plain = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Package)));
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(
            _scratch.Folder + "/dists/sid/InRelease",
            $"Suite: sid\nCodename: sid\nDate: {date}\nArchitectures: amd64\nComponents: main\nSHA256:\n {hash} {packed.Length} main/binary-amd64/Packages.gz\n {plain} {Package.Length} main/binary-amd64/Packages\n",
            TestContext.Current.CancellationToken);
        File.Copy(_scratch.Folder + "/dists/sid/InRelease", _scratch.Folder + "/dists/sid/Release");
    }

    private Task<AptIndex> OpenAsync(RecordingLog log)
    {
        var sources = new AptSources { Lines = [SourceLine.Parse($"deb file:{_scratch.Folder} sid main", null)], Architecture = "amd64", CheckSignatures = false };
        return new IndexCache(Scratch.Host, log, _scratch.Folder + "/indexes", MirrorMap.OfHost([])).OpenAsync(sources, TestContext.Current.CancellationToken);
    }
}
