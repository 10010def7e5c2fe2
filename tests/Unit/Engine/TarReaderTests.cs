using System.Formats.Tar;
using System.Text;
using BootstrapVz.Common.Engine;
using Xunit;
using TarReader = BootstrapVz.Common.Engine.TarReader;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class TarReaderTests
{
    [Theory]
    [InlineData(TarEntryFormat.Ustar, 80)]
    [InlineData(TarEntryFormat.Gnu, 80)]
    [InlineData(TarEntryFormat.Gnu, 300)]
    [InlineData(TarEntryFormat.Pax, 80)]
    [InlineData(TarEntryFormat.Pax, 300)]
    public void Every_format_gives_names_modes_and_contents_back(TarEntryFormat format, int length)
    {
        var name = "./" + new string('d', length / 2) + "/" + new string('f', length / 2);
        var archive = Archive(format, Entry(TarEntryType.Directory, format, "./"), Entry(TarEntryType.RegularFile, format, name, "some text"));

        var reader = new TarReader(archive);
        Assert.Equal(TarKind.Directory, reader.Next()!.Kind);
        var file = reader.Next()!;

        Assert.Equal((name, TarKind.File, 0xDEDu, 9L), (file.Name, file.Kind, file.Mode, file.Size));
        Assert.Equal("some text", Encoding.UTF8.GetString(reader.ReadAll()));
        Assert.Equal(1_700_000_000, file.Seconds);
        Assert.Null(reader.Next());
    }

    [Fact]
    public void Content_that_is_not_read_is_skipped()
    {
        var archive = Archive(
            TarEntryFormat.Gnu,
            Entry(TarEntryType.RegularFile, TarEntryFormat.Gnu, "./big", new string('x', 300_000)),
            Entry(TarEntryType.RegularFile, TarEntryFormat.Gnu, "./small", "y"));

        var reader = new TarReader(archive);

        Assert.Equal("./big", reader.Next()!.Name);
        Assert.Equal("./small", reader.Next()!.Name);
        Assert.Equal("y", Encoding.UTF8.GetString(reader.ReadAll()));
    }

    [Fact]
    public void Pax_headers_carry_extended_attributes_and_fractions_of_a_second()
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            var attributes = new Dictionary<string, string> { ["SCHILY.xattr.user.word"] = "value" };
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "./f", attributes) { ModificationTime = DateTimeOffset.UnixEpoch.AddSeconds(1.5) });
        }

        var entry = new TarReader(Rewind(stream)).Next()!;

        Assert.Equal("value", Encoding.UTF8.GetString(entry.Attributes!["user.word"]));
        Assert.Equal((1, 500_000_000), (entry.Seconds, entry.Nanoseconds));
    }

    [Fact]
    public void A_damaged_header_is_noticed()
    {
        var archive = Archive(TarEntryFormat.Gnu, Entry(TarEntryType.RegularFile, TarEntryFormat.Gnu, "./f", "x"));
        archive.GetBuffer()[3] ^= 1;

        Assert.Throws<InvalidDataException>(() => new TarReader(archive).Next());
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_noticed()
    {
        var archive = Archive(TarEntryFormat.Gnu, Entry(TarEntryType.RegularFile, TarEntryFormat.Gnu, "./f", new string('x', 5000)));
        archive.SetLength(2000);
        var reader = new TarReader(archive);
        reader.Next();

        Assert.Throws<InvalidDataException>(() => reader.ReadAll());
    }

    [Fact]
    public void A_name_that_is_not_utf8_keeps_its_bytes()
    {
        var header = new byte[1024];
        "./caf\u00e9".Select(c => (byte)c).ToArray().CopyTo(header, 0);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        "00000000000\0"u8.CopyTo(header.AsSpan(124));
        "ustar  \0"u8.CopyTo(header.AsSpan(257));
        header[156] = (byte)'0';
        var sum = header[..512].Sum(b => b) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);

        var entry = new TarReader(new MemoryStream(header)).Next()!;

        Assert.Equal([(byte)'c', (byte)'a', (byte)'f', (byte)0xE9], Encoding.Latin1.GetBytes(entry.Name[2..]));
    }

    private static TarEntryFixture Entry(TarEntryType type, TarEntryFormat format, string name, string content = "") => new(type, format, name, content);

    private static MemoryStream Archive(TarEntryFormat format, params TarEntryFixture[] entries)
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var fixture in entries)
                writer.WriteEntry(fixture.Make());
        }

        return Rewind(stream);
    }

    private static MemoryStream Rewind(MemoryStream stream)
    {
        stream.Position = 0;
        return stream;
    }

    private sealed record TarEntryFixture(TarEntryType Type, TarEntryFormat Format, string Name, string Content)
    {
        public System.Formats.Tar.TarEntry Make()
        {
            System.Formats.Tar.TarEntry entry = Format switch
            {
                TarEntryFormat.Ustar => new UstarTarEntry(Type, Name),
                TarEntryFormat.Gnu => new GnuTarEntry(Type, Name),
                _ => new PaxTarEntry(Type, Name),
            };
            entry.Mode = (UnixFileMode)0xDED;
            entry.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
            if (Type == TarEntryType.RegularFile)
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(Content));
            return entry;
        }
    }
}
