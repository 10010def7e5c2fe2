using System.Globalization;
using System.IO.Compression;
using System.Text;
using BootstrapVz.Common.Comparison;
using BootstrapVz.Common.Comparison.Causes;
using BootstrapVz.Common.Inspection;
using Xunit;

namespace BootstrapVz.Test.Unit.Comparison;

/// <summary>What is said to be behind a difference between two builds.</summary>
public sealed class CauseTests
{
    private static readonly DateTimeOffset FirstTime = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly DateTimeOffset SecondTime = FirstTime.AddSeconds(100);

    private static readonly CauseFinder Finder = new(
        new(new Dictionary<string, string> { ["host name"] = "here", ["cache folder"] = "/home/cache", ["time zone"] = "" }, FirstTime, FirstTime.AddSeconds(30)),
        new(new Dictionary<string, string> { ["host name"] = "elsewhere", ["cache folder"] = "/tmp/other", ["time zone"] = "Pacific/Kiritimati" }, SecondTime, SecondTime.AddSeconds(30)));

    [Theory]
    [InlineData("/etc/a", "built on here\n", "built on elsewhere\n", "it contains the host name: 'here' and 'elsewhere'")]
    [InlineData("/etc/a", "path=/home/cache/run", "path=/tmp/other/run", "it contains the cache folder: '/home/cache' and '/tmp/other'")]
    [InlineData("/etc/a", "\n", "Pacific/Kiritimati\n", "it contains the time zone: '' and 'Pacific/Kiritimati'")]
    [InlineData("/etc/a", "one\ntwo\nthree\n", "three\none\ntwo\n", "the same lines in another order")]
    [InlineData("/etc/a", "{b:1, a:x}", "{a:x, b:1}", "the same content in another order")]
    [InlineData("/etc/a", "at 1772600770 ", "at 1772600870 ", "the time of the build, in seconds since 1970")]
    [InlineData("/etc/a", "at 1111111111 ", "at 2222222222 ", "a number that is another one every time: part of a clock, a process id or chance")]
    [InlineData("/etc/a", "on 2026-03-04T05:06:07Z.", "on 2026-03-04T05:07:47Z.", "the time of the build, or another date")]
    [InlineData("/etc/a", "Wed Mar  4 05:06:07 UTC 2026", "Thu Mar  5 05:07:47 UTC 2026", "the time of the build, or another date")]
    [InlineData("/etc/a", "id 0f8fad5b-d9cb-469f-a165-70867728950e", "id 7c9e6679-7425-40de-944b-e07fc1f90ae7", "a random UUID")]
    [InlineData("/etc/a", "pid 123 ran", "pid 4567 ran", "a number that is another one every time: part of a clock, a process id or chance")]
    [InlineData("/etc/a", "id=00ff12ab00ff12ab34", "id=77ff12ab00ff12ab99", "a random or computed identifier")]
    [InlineData("/etc/a", "Zm9vYmFy0123456789==", "YmF6cXV4OTg3NjU0MzIx", "random characters: a key, a salt or a token")]
    [InlineData("/etc/a", "some text", "other text", null)]
    [InlineData("/etc/machine-id", "a", "b", "a machine id, which systemd or D-Bus made during the build: it should be empty in an image")]
    [InlineData("/etc/ssh/ssh_host_rsa_key.pub", "a", "b", "a host key of SSH, which was made during the build: it should not be in an image")]
    [InlineData("/var/cache/ldconfig/aux-cache", "a", "b", "ldconfig keeps inode numbers and times of libraries there: it can be deleted")]
    public void Text_tells_its_cause(string path, string first, string second, string? cause) =>
        Assert.Equal(cause, Find(path, Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second)));

    [Fact]
    public void Formats_tell_the_times_in_their_headers()
    {
        Assert.Equal("the time in the header of gzip: 'gzip -n' leaves it out", Find("/a.gz", Gzip("x", time: 1), Gzip("x", time: 2)));
        Assert.Equal("in what is compressed: a random UUID",
            Find("/a.gz", Gzip("0f8fad5b-d9cb-469f-a165-70867728950e"), Gzip("7c9e6679-7425-40de-944b-e07fc1f90ae7")));
        Assert.Equal("the source's time in compiled Python: see PEP 552 for another way", Find("/a.pyc", Python(1), Python(2)));
        Assert.Equal("the time of a member of an ar archive: 'ar D' leaves it out", Find("/a.a", Ar("1772600770"), Ar("1772600870")));
        Assert.Equal("the time of a member of a tar archive: see '--mtime' of tar(1)", Find("/a.tar", Tar("15150000000"), Tar("15150000077")));
        Assert.Equal("the time of a member of a cpio archive", Find("/a.cpio", Cpio(time: 1), Cpio(time: 2)));
        Assert.Equal("inode numbers in a cpio archive: 'cpio --reproducible' leaves them out", Find("/a.cpio", Cpio(inode: 1), Cpio(inode: 2)));
        Assert.Equal("the time of the build, as a binary number",
            Find("/a", [0, 1, .. BitConverter.GetBytes((int)FirstTime.ToUnixTimeSeconds())], [0, 1, .. BitConverter.GetBytes((int)SecondTime.ToUnixTimeSeconds())]));
        Assert.Null(Find("/a", [0, 0x1f, 0x37], [0, 0x1f, 0x39]));
    }

    [Theory]
    [InlineData("mode", "0644", "0600", "the umask of whoever builds")]
    [InlineData("mode", "0644", "04644", null)]
    [InlineData("owner", "0:101", "0:102", "a number given to a user or group in the order in which they were made, or whoever builds")]
    [InlineData("target", "/a", "/b", "a link to a path that only one build had")]
    public void Properties_tell_their_cause(string what, string first, string second, string? cause) =>
        Assert.Equal(cause, Finder.Find(new("/a", ChangeKind.Changed, 1, 1, [new(what, first, second)], null, null), null, null));

    [Theory]
    [InlineData("/var/log/here.log", "its path contains the host name")]
    [InlineData("/etc/made-042476790", "its name contains a number: part of a clock, a process id or chance")]
    [InlineData("/etc/only", "one build made it and the other did not")]
    public void A_path_of_one_build_tells_its_cause(string path, string cause) =>
        Assert.Equal(cause, Finder.Find(new(path, ChangeKind.Added, null, 1, [], null, null), null, null));

    private static string? Find(string path, byte[] first, byte[] second) => Finder.Find(
        new(path, ChangeKind.Changed, first.Length, second.Length, [], new(0, "disk", 0), null), MemoryBytes.File(first), MemoryBytes.File(second));

    private static byte[] Gzip(string text, byte time = 0)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        var bytes = packed.ToArray();
        bytes[4] = time;
        return bytes;
    }

    private static byte[] Python(byte time) => [0xa7, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0, time, 0, 0, 0, .. new byte[20]];

    private static byte[] Ar(string time) => Encoding.ASCII.GetBytes("!<arch>\n" + "name/           " + time.PadRight(12) + "0     0     100644  4         `\ndata");

    private static byte[] Tar(string time)
    {
        var block = new byte[1024];
        Encoding.ASCII.GetBytes(time).CopyTo(block, 136);
        "ustar"u8.CopyTo(block.AsSpan(257));
        return block;
    }

    private static byte[] Cpio(int time = 0, int inode = 0) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"070701{inode:X8}000081A4{0:X8}{0:X8}{1:X8}{time:X8}{0:X8}{0:X8}{0:X8}{0:X8}{0:X8}{2:X8}{0:X8}a\0"));
}
