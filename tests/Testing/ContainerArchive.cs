using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Test.Testing;

/// <summary>A container image of one file, in an archive as <c>docker save</c> writes it.</summary>
public static class ContainerArchive
{
    /// <summary>A program that ends with exit code 7 and does nothing else, for Linux on x86-64.</summary>
    /// <remarks>An ELF header, a program header and exit(2): elf(5).</remarks>
    public static byte[] Program { get; } = Convert.FromHexString(
        "7f454c46020101000000000000000000" + "02003e00010000007800400000000000" + "40000000000000000000000000000000" + "00000000400038000100000000000000"
        + "01000000050000000000000000000000" + "00004000000000000000400000000000" + "84000000000000008400000000000000" + "0010000000000000"
        + "bf07000000" + "b83c000000" + "0f05");

    /// <summary>Writes an archive.</summary>
    /// <param name="folder">Where; it is called <c>NAME.tar</c>.</param>
    /// <param name="name">Name and tag: <c>hello:1</c>.</param>
    /// <param name="file">The file, which is what the image starts.</param>
    /// <param name="content">Its content.</param>
    public static async Task<string> MakeAsync(string folder, string name, string file, byte[] content)
    {
        using var layer = new MemoryStream();
        await using (var writer = new TarWriter(layer, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, file)
            {
                DataStream = new MemoryStream(content),
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
            });
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(layer.ToArray()));
        (string Name, byte[] Content)[] files =
        [
            ("layer.tar", layer.ToArray()),
            ("config.json", Encoding.UTF8.GetBytes(
                $$$"""{"architecture":"amd64","os":"linux","config":{"Cmd":["/{{{file}}}"]},"rootfs":{"type":"layers","diff_ids":["sha256:{{{digest}}}"]}}""")),
            ("manifest.json", Encoding.UTF8.GetBytes($$"""[{"Config":"config.json","RepoTags":["{{name}}"],"Layers":["layer.tar"]}]""")),
        ];
        var path = Path.Combine(folder, name.Split(':')[0] + ".tar");
        await using var archive = new TarWriter(File.Create(path));
        foreach (var (entry, bytes) in files)
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(bytes) });
        return path;
    }
}
