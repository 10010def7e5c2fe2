using System.Formats.Tar;
using System.Text;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Test.Unit.Engine;

/// <summary>Makes .deb files for tests, hostile ones among them, which dpkg-deb would not make.</summary>
#pragma warning disable CA1001 // memory streams hold nothing that must be given back
internal sealed class DebBuilder(string name, string fields = "")
#pragma warning restore CA1001
{
    private readonly MemoryStream _data = new();
    private readonly Dictionary<string, string> _members = [];
    private TarWriter? _writer;

    private TarWriter Writer => _writer ??= new TarWriter(_data, TarEntryFormat.Gnu, leaveOpen: true);

    public DebBuilder Directory(string path, UnixFileMode mode = (UnixFileMode)0x1ED) =>
        Add(new GnuTarEntry(TarEntryType.Directory, path) { Mode = mode });

    public DebBuilder File(string path, string content, UnixFileMode mode = (UnixFileMode)0x1A4) =>
        Add(new GnuTarEntry(TarEntryType.RegularFile, path) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });

    public DebBuilder Symlink(string path, string target) => Add(new GnuTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target });

    public DebBuilder HardLink(string path, string target) => Add(new GnuTarEntry(TarEntryType.HardLink, path) { LinkName = target });

    public DebBuilder Member(string member, string content)
    {
        _members[member] = content;
        return this;
    }

    /// <summary>Writes the file and says what apt would say of it.</summary>
    public ResolvedPackage Write(string path)
    {
        _writer?.Dispose();
        using var control = new MemoryStream();
        using (var writer = new TarWriter(control, TarEntryFormat.Gnu, leaveOpen: true))
        {
            var text = $"Package: {name}\nVersion: 1.0\nArchitecture: all\n{fields}Description: a test\n";
            foreach (var (member, content) in _members.Prepend(new("control", text)))
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "./" + member)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                });
            }
        }

        using var file = System.IO.File.Create(path);
        file.Write("!<arch>\n"u8);
        WriteMember(file, "debian-binary", "2.0\n"u8.ToArray());
        WriteMember(file, "control.tar", control.ToArray());
        WriteMember(file, "data.tar", _data.ToArray());
        return new(name, "1.0", "all", "file://" + path, Path.GetFileName(path), file.Length, "");
    }

    public static void WriteMember(Stream file, string member, byte[] content)
    {
        file.Write(Encoding.ASCII.GetBytes($"{member,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{content.Length,-10}`\n"));
        file.Write(content);
        if (content.Length % 2 == 1)
            file.WriteByte((byte)'\n');
    }

    private DebBuilder Add(GnuTarEntry entry)
    {
        Writer.WriteEntry(entry);
        return this;
    }
}
