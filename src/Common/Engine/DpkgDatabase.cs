using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Writes dpkg's database for packages that were unpacked here, so that <c>dpkg --configure -a</c> finds them as <c>dpkg --unpack</c>
/// would have left them.
/// </summary>
/// <remarks>Layout: dpkg's doc/spec, deb-triggers(5), and the sources of dpkg 1.22 (lib/dpkg/dump.c, src/main/unpack.c).</remarks>
internal static class DpkgDatabase
{
    private const string Folder = "/var/lib/dpkg";
    private const UnixFileMode LockMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Writes a new database; packages in the order given.</summary>
    public static void Write(RootFs root, IReadOnlyList<UnpackedPackage> packages, IReadOnlyList<string> architectures)
    {
        foreach (var folder in (string[])["", "/info", "/updates", "/triggers", "/alternatives", "/parts"])
            root.CreateDirectory(Folder + folder);
        WriteFile(root, "/arch", string.Join('\n', architectures) + "\n");
        WriteFile(root, "/info/format", "1\n");
        WriteFile(root, "/diversions", "");
        foreach (var name in (string[])["/lock", "/lock-frontend"])
            WriteFile(root, name, "", LockMode);
        foreach (var name in (string[])["/status", "/triggers/File", "/triggers/Unincorp"])
            WriteFile(root, name, "");
        Add(root, packages, []);
    }

    /// <summary>Adds packages that were not there before.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="packages">The packages.</param>
    /// <param name="taken">Files they took over from packages that were there, without links in their paths.</param>
    public static void Add(RootFs root, IReadOnlyList<UnpackedPackage> packages, IReadOnlyCollection<(string Package, string Path)> taken)
    {
        ActivateTriggers(root, packages);
        foreach (var package in packages)
            WriteInfo(root, package);
        foreach (var group in taken.GroupBy(file => file.Package))
            Disown(root, group.Key, group.Select(file => file.Path).ToHashSet());
        RegisterTriggers(root, packages);
        var start = ReadFile(root, "/status").TrimEnd('\n');
        WriteFile(root, "/status", (start.Length > 0 ? start + "\n\n" : "") + string.Join('\n', packages.Select(package => Stanza(root, package))));
    }

    // Configuration files are in place already, unlike after dpkg --unpack, which leaves them as .dpkg-new: scripts of other packages
    // read them before their own package is configured (pwconv reads login.defs). dpkg takes a file without .dpkg-new for one that was
    // dealt with before it was interrupted, and keeps the hash (src/main/configure.c, deferred_configure_conffile).
    private static string Stanza(RootFs root, UnpackedPackage package)
    {
        var stanza = ControlFile.Parse(package.Control.ToString());
        stanza.Insert("Status", "install ok unpacked", after: "Package");
        var conffiles = package.Conffiles.Select(file => $"\n {file} {Hash(root, file)}")
            .Concat(package.Obsoleted.Select(file => $"\n {file} newconffile remove-on-upgrade")).ToList();
        if (conffiles.Count > 0)
            stanza.Insert("Conffiles", string.Concat(conffiles), after: "Version");
        return stanza.ToString();
    }

    private static string Hash(RootFs root, string file)
    {
        var path = root.Resolve(BytePath.Display(file));
        if (!File.Exists(path) || File.Exists(path + ".dpkg-new"))
            return "newconffile"; // left out by a path filter, or dpkg decides
#pragma warning disable CA5351 // MD5 is what dpkg's database has; it guards nothing
        return Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(path)));
#pragma warning restore CA5351
    }

    private static void WriteInfo(RootFs root, UnpackedPackage package)
    {
        var start = $"{root.Resolve(Folder + "/info")}/{package.InfoName}.";
        File.WriteAllBytes(start + "list", Encoding.Latin1.GetBytes(string.Concat(package.Files.Select(file => file + "\n"))));
        foreach (var member in package.Members)
        {
            File.WriteAllBytes(start + member.Name, member.Content);
            File.SetUnixFileMode(start + member.Name, (UnixFileMode)member.Mode);
            File.SetLastWriteTimeUtc(start + member.Name, DateTime.UnixEpoch.AddSeconds(member.Seconds));
        }
    }

    private static void Disown(RootFs root, string package, HashSet<string> paths)
    {
        foreach (var list in root.List(Folder + "/info", package + "*.list").Where(path => Path.GetFileNameWithoutExtension(path).Split(':')[0] == package))
        {
            var host = root.Resolve(list);
            var lines = File.ReadAllLines(host, Encoding.Latin1);
            var kept = lines.Where(line => line == "/." || !paths.Contains(Canonical(root, line)));
            File.WriteAllText(host, string.Concat(kept.Select(line => line + "\n")), Encoding.Latin1);
        }
    }

    private static string Canonical(RootFs root, string path) =>
        BytePath.FromText(root.Resolve(BytePath.Display(path), followLast: false))[BytePath.FromText(root.HostPath).Length..].TrimStart('/');

    // What unpacking does to packages that watch a path: dpkg takes the list up when it runs next. See deb-triggers(5) and dpkg's
    // doc/triggers.txt, "Unincorp".
    private static void ActivateTriggers(RootFs root, IReadOnlyList<UnpackedPackage> packages)
    {
        var watched = new InstalledState(root).InterestingPaths.ToHashSet();
        if (watched.Count == 0)
            return;
        var hit = packages.SelectMany(package => package.Files)
            .Select(file => watched.FirstOrDefault(path => file == path || file.StartsWith(path + "/", StringComparison.Ordinal)))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal);
        WriteFile(root, "/triggers/Unincorp", ReadFile(root, "/triggers/Unincorp") + string.Concat(hit.Select(path => path + " -\n")));
    }

    // Interest in a path goes to triggers/File, interest in a name to a file of that name; deb-triggers(5).
    private static void RegisterTriggers(RootFs root, IReadOnlyList<UnpackedPackage> packages)
    {
        var added = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (var package in packages)
        {
            var text = package.Member("triggers") is { } member ? Encoding.UTF8.GetString(member.Content) : "";
            foreach (var line in text.Split('\n'))
            {
                var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words is not [var directive, var trigger] || !directive.StartsWith("interest", StringComparison.Ordinal))
                    continue;
                var name = package.InfoName + (directive == "interest-noawait" ? "/noawait" : "");
                var file = trigger[0] == '/' ? "File" : trigger;
                if (!added.TryGetValue(file, out var list))
                    added[file] = list = new();
                list.Append(trigger[0] == '/' ? $"{trigger} {name}\n" : name + "\n");
            }
        }

        foreach (var (file, text) in added)
            WriteFile(root, "/triggers/" + file, ReadFile(root, "/triggers/" + file) + text);
    }

    private static string ReadFile(RootFs root, string name) =>
        root.FileExists(Folder + name) ? File.ReadAllText(root.Resolve(Folder + name), Encoding.Latin1) : "";

    private static void WriteFile(RootFs root, string name, string text, UnixFileMode mode = RootFs.DefaultMode)
    {
        var path = root.Resolve(Folder + name);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
        File.SetUnixFileMode(path, mode);
    }
}
