using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class ReadAheadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bvz-ahead");

    [Fact]
    public async Task What_was_read_ahead_is_the_package_s_archive_and_everything_else_is_left_to_its_reader()
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "with one processor nothing is read ahead");
        var (good, broken, unknown) = (Path.Combine(_folder.FullName, "good"), Path.Combine(_folder.FullName, "broken"), Path.Combine(_folder.FullName, "unknown"));
        var package = new DebBuilder("good").File("./f", "content").Write(good) with { Sha256 = "1" };
        var damaged = new DebBuilder("broken").File("./f", "content").Write(broken) with { Sha256 = "2" };
        var other = new DebBuilder("unknown").File("./f", "content").Write(unknown) with { Sha256 = "3" };
        var bytes = await File.ReadAllBytesAsync(broken, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(broken, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        var ahead = new ReadAhead(Path.Combine(_folder.FullName, "ahead"));
        ahead.Begin([(package, good), (damaged, broken)]);
        while (!File.Exists(Path.Combine(_folder.FullName, "ahead", "1")))
            await Task.Delay(5, TestContext.Current.CancellationToken);

        await using (var data = await ahead.OpenAsync(package))
        {
            using var deb = new DebFile(good);
            await using var expected = deb.OpenData();
            Assert.Equal(AllOf(expected), AllOf(data!));
        }

        Assert.Null(await ahead.OpenAsync(damaged));
        Assert.Null(await ahead.OpenAsync(other));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.FullName, "ahead")));
        ahead.Begin([(other, unknown)]);
        ahead.Dispose();
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "ahead")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] AllOf(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
