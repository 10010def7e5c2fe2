namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Processes of a build: those that name its folder, or see its mounts.</summary>
internal static class Processes
{
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. All().Where(p => p.Id != Environment.ProcessId
                && (Read(p.Path, "cmdline").Contains(folder) || Read(p.Path, "environ").Contains(folder) || Read(p.Path, "mountinfo").Contains(folder)))
            .Select(p => $"{p.Id} {Read(p.Path, "cmdline").Replace('\0', ' ')}"),
    ];

    /// <summary>The builder a front has started; null while there is none.</summary>
    public static int? BuilderOf(int front)
    {
        var all = All().Select(p => (p.Id, Parent: Parent(p.Path), Words: Read(p.Path, "cmdline").Split('\0'))).ToList();
        var family = new HashSet<int> { front };
        bool grown;
        do
        {
            grown = false;
            foreach (var (id, parent, _) in all)
                grown |= family.Contains(parent) && family.Add(id);
        }
        while (grown);

        return all.Where(p => family.Contains(p.Id) && p.Words is [var program, .. _, "builder", ""] && program.EndsWith("bootstrap-vz", StringComparison.Ordinal))
            .Select(p => (int?)p.Id).FirstOrDefault();
    }

    public static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended, or is another user's
        }
    }

    private static IEnumerable<(int Id, string Path)> All() =>
        from path in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(path), out var number) ? number : 0
        where id > 0
        select (id, path);

    // The fourth field; the second is the name in brackets, which may hold anything: proc_pid_stat(5).
    private static int Parent(string process) =>
        Read(process, "stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..] ? int.Parse(parent) : 0;
}
