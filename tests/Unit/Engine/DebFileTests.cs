using System.IO.Compression;
using System.Text;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class DebFileTests : IDisposable
{
    private const string Text = "hello, world\nhello, world\nhello, world\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bvz-deb");

    [Theory]
    [InlineData(".xz", "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAmABRdADQZSe6N74xrypVZEARBtYfJqAAAAHAOs6lLxDypAAEwJ7M2yloftvN9AQAAAAAEWVo=")]
    [InlineData(".lzma", "XQAAgAD//////////wA0GUnuje+Ma8qVWRAEQbWH7qEb///ungAA")]
    [InlineData(".bz2", "QlpoOTFBWSZTWWe6eFUAAAjRgAAQQAQGRJCAIAAiv9VGmmIQAwhClKStbumPMfF3JFOFCQZ7p4VQ")]
    [InlineData(".zst", "KLUv/QRYnQAAaGhlbGxvLCB3b3JsZAoBAGDPLz7Hua8=")]
    public void Members_are_decompressed_by_their_ending(string ending, string content)
    {
        var file = Write("data.tar" + ending, Convert.FromBase64String(content));

        using var deb = new DebFile(file);

        Assert.Equal(Text, Read(deb));
    }

    [Fact]
    public void Gzip_members_are_read()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes(Text));

        using var deb = new DebFile(Write("data.tar.gz", packed.ToArray()));

        Assert.Equal(Text, Read(deb));
    }

    [Theory]
    [InlineData(".xz", "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAmABRdADQZSe6N")]
    [InlineData(".zst", "KLUv/QRYnQAAaGhlbGxv")]
    [InlineData(".bz2", "QlpoOTFBWSZTWWe6eFUAAAjRgAAQ")]
    public void Members_that_are_cut_off_are_noticed(string ending, string content)
    {
        using var deb = new DebFile(Write("data.tar" + ending, Convert.FromBase64String(content)));

        Assert.Throws<InvalidDataException>(() => Read(deb));
    }

    [Fact]
    public void A_file_that_is_no_package_is_refused()
    {
        var file = Path.Combine(_folder.FullName, "no.deb");
        File.WriteAllText(file, "this is not an archive");

        Assert.Contains("not a Debian package", Assert.Throws<InvalidDataException>(() => new DebFile(file)).Message);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused()
    {
        var file = Write("data.tar", new byte[1000]);
        using (var stream = File.OpenWrite(file))
            stream.SetLength(500);

        Assert.Contains("cut off", Assert.Throws<InvalidDataException>(() => new DebFile(file)).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Read(DebFile deb)
    {
        using var reader = new StreamReader(deb.OpenData());
        return reader.ReadToEnd();
    }

    private string Write(string member, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "test.deb");
        using var file = File.Create(path);
        file.Write("!<arch>\n"u8);
        DebBuilder.WriteMember(file, "debian-binary", "2.0\n"u8.ToArray());
        DebBuilder.WriteMember(file, member, content);
        return path;
    }
}
