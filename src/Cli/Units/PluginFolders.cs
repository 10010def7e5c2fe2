namespace BootstrapVz.Cli.Units;

/// <summary>
/// Finds external plugins. In a plugin folder these are the files <c>*.Plugin.dll</c> and, in a subfolder <c>NAME</c>, <c>NAME.dll</c> or
/// <c>NAME.Plugin.dll</c>; anything else there is a library of theirs.
/// </summary>
internal static class PluginFolders
{
    private const string Everyone = "/usr/local/lib/bootstrap-vz/plugins";

    /// <summary>Everything installed on this host, then what the command line names; absolute paths, in a stable order.</summary>
    public static IReadOnlyList<string> Find(Terminal terminal, IReadOnlyList<string> named)
    {
        string[] installed = [Path.Combine(terminal.XdgFolder("XDG_DATA_HOME", ".local/share"), "plugins"), Everyone];
        return
        [
            .. installed.Where(Directory.Exists).SelectMany(In)
                .Concat(named.SelectMany(path => Named(terminal.FullPath(path))))
                .Distinct(),
        ];
    }

    private static List<string> Named(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new PluginException(path, "does not exist", "--plugin-path takes an assembly or a folder of assemblies");
        var found = In(path).Concat(Own(path)).Distinct().ToList();
        return found.Count > 0
            ? found
            : throw new PluginException(path, "holds no plugin", "a plugin is called NAME.Plugin.dll or NAME/NAME.dll; another name can be given in full");
    }

    private static IEnumerable<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.Plugin.dll").Order(StringComparer.Ordinal),
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(Own),
    ];

    private static IEnumerable<string> Own(string folder)
    {
        var name = Path.GetFileName(folder.TrimEnd('/'));
        return new[] { Path.Combine(folder, name + ".dll"), Path.Combine(folder, name + ".Plugin.dll") }.Where(File.Exists);
    }
}
