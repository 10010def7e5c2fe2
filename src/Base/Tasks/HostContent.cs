using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Base.Tasks;

/// <summary>What a file or folder of the host holds: names, modes and contents, never times.</summary>
internal static class HostContent
{
    /// <summary>A text that differs when anything differs that copying it would show.</summary>
    public static string Of(string path)
    {
        var text = new StringBuilder();
        Write(text, path, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, string name)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is { } target && name.Length > 0)
        {
            text.Append(name).Append(" -> ").Append(target).Append('\n');
        }
        else if (Directory.Exists(path))
        {
            text.Append(name).Append("/ ").Append(File.GetUnixFileMode(path)).Append('\n');
            foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
                Write(text, entry, name + "/" + Path.GetFileName(entry));
        }
        else if (file.Exists)
        {
            using var content = file.OpenRead();
            text.Append(name).Append(' ').Append(File.GetUnixFileMode(path)).Append(' ').Append(Convert.ToHexStringLower(SHA256.HashData(content))).Append('\n');
        }
        else
        {
            text.Append(name).Append(" missing\n");
        }
    }
}
