using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Engine;
using BootstrapVz.Test.Testing;
using Xunit;
using Answer = BootstrapVz.Test.Unit.Engine.TestMirror.Answer;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class PackageFetcherTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(200_000);
    private static readonly FetchOptions Quick = new() { StallTimeout = TimeSpan.FromMilliseconds(300), Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bvz-fetch");
    private readonly HttpClient _http = new();
    private readonly SilentLog _log = new();

    [Fact]
    public async Task A_package_is_fetched_once_and_then_taken_from_the_store()
    {
        await using var mirror = new TestMirror((_, _) => Answer.Ok(Content));

        await FetchAsync(mirror);
        var file = await FetchAsync(mirror);

        Assert.Equal(Content, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(1, mirror.Requests);
    }

    [Fact]
    public async Task A_file_url_is_read_from_this_machine()
    {
        var source = Path.Combine(_folder.FullName, "source.deb");
        await File.WriteAllBytesAsync(source, Content, TestContext.Current.CancellationToken);

        var file = await FetchAsync("file://" + source);

        Assert.Equal(Content, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_missing_file_stops_at_once_and_names_the_package()
    {
        await using var mirror = new TestMirror((_, _) => new("404 Not Found", [], 0));

        var error = await Assert.ThrowsAsync<BuildException>(() => FetchAsync(mirror));

        Assert.Contains("'tool' 1.0", error.Message);
        Assert.Contains("404", error.Message);
        Assert.Equal(1, mirror.Requests);
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_goes_on_where_it_stopped()
    {
        await using var mirror = new TestMirror((request, range) => request == 0
            ? new("200 OK", Content[..70_000], Content.Length)
            : new("206 Partial Content", Content[70_000..], Content.Length - 70_000));

        await FetchAsync(mirror);

        Assert.Equal([null, "bytes=70000-"], mirror.Ranges);
    }

    [Fact]
    public async Task A_server_without_ranges_starts_again()
    {
        await using var mirror = new TestMirror((request, _) => new("200 OK", request == 0 ? Content[..70_000] : Content, Content.Length));

        await FetchAsync(mirror);

        Assert.Equal(2, mirror.Requests);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        await using var mirror = new TestMirror((_, _) => new("200 OK", Content[..10], Content.Length, Hang: true));

        var error = await Assert.ThrowsAsync<BuildException>(() => FetchAsync(mirror));

        Assert.Contains("silent", error.Message);
        Assert.Equal(3, mirror.Requests);
    }

    [Fact]
    public async Task A_server_in_trouble_is_tried_again()
    {
        await using var mirror = new TestMirror((request, _) => request == 0 ? new("503 Busy", [], 0) : Answer.Ok(Content));

        await FetchAsync(mirror);

        Assert.Equal(2, mirror.Requests);
    }

    [Fact]
    public async Task An_altered_file_is_refused_and_not_kept()
    {
        var altered = (byte[])Content.Clone();
        altered[1000] ^= 1;
        await using var mirror = new TestMirror((_, _) => Answer.Ok(altered));

        var error = await Assert.ThrowsAsync<BuildException>(() => FetchAsync(mirror));

        Assert.Contains("SHA-256", error.Message);
        Assert.Contains("mirror", error.Hint);
        Assert.Empty(Directory.EnumerateFiles(Store));
    }

    [Fact]
    public async Task A_file_that_is_always_too_short_is_refused()
    {
        await using var mirror = new TestMirror((_, range) => range is null ? Answer.Ok(Content[..500]) : new("206 Partial Content", [], 0));

        var error = await Assert.ThrowsAsync<BuildException>(() => FetchAsync(mirror));

        Assert.Contains("ended after 500 of 200000 bytes", error.Message);
        Assert.Empty(Directory.EnumerateFiles(Store));
    }

    [Fact]
    public async Task A_file_that_is_too_long_is_refused()
    {
        await using var mirror = new TestMirror((_, _) => Answer.Ok([.. Content, 1]));

        Assert.Contains("larger", (await Assert.ThrowsAsync<BuildException>(() => FetchAsync(mirror))).Message);
    }

    [Fact]
    public async Task A_damaged_file_in_the_store_is_noticed_and_fetched_again()
    {
        await using var mirror = new TestMirror((_, _) => Answer.Ok(Content));
        var file = await FetchAsync(mirror);
        var damaged = (byte[])Content.Clone();
        damaged[5] ^= 1;
        await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);

        await FetchAsync(mirror);

        Assert.Equal(Content, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains(_log.Lines, line => line.Contains("'tool' is damaged"));
    }

    [Fact]
    public async Task Two_builds_may_fetch_the_same_package_at_the_same_time()
    {
        await using var mirror = new TestMirror((_, _) => Answer.Ok(Content));

        var files = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FetchAsync(mirror)));

        Assert.Single(files.Distinct());
        Assert.Single(Directory.EnumerateFiles(Store));
    }

    [Fact]
    public async Task Cancelling_leaves_no_part_behind()
    {
        await using var mirror = new TestMirror((_, _) => new("200 OK", Content[..10], Content.Length, Hang: true));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetcher().FetchAllAsync([Package(mirror.Address)], cancel.Token));

        Assert.Empty(Directory.EnumerateFiles(Store));
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Store => Path.Combine(_folder.FullName, "packages");

    private PackageFetcher Fetcher() => new(_http, TimeProvider.System, new PackageStore(Store), _log, Quick);

    private static ResolvedPackage Package(string uri) =>
        new("tool", "1.0", "all", uri, "tool_1.0_all.deb", Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));

    private Task<string> FetchAsync(TestMirror mirror) => FetchAsync(mirror.Address + "tool.deb");

    private async Task<string> FetchAsync(string uri) =>
        (await Fetcher().FetchAllAsync([Package(uri)], TestContext.Current.CancellationToken)).Single().Value;
}
