using System.Text.Json;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Units;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

/// <summary>Holds plans against the tasks of the original's plugins and their edges. What is called otherwise here is in a table of docs/design/plugins.md.</summary>
public sealed partial class OriginalTaskTests : IDisposable
{
    private const string Machine = """
        name: x
        provider: {name: kvm}
        bootstrapper: {workspace: images}
        system: {release: RELEASE, architecture: amd64, bootloader: grub, charmap: UTF-8, locale: en_US, timezone: UTC}
        volume: {backing: BACKING, partitions: {type: gpt, root: {filesystem: ext4, size: 4GiB}}}

        """;

    private static readonly string Upstream = Path.Combine(AppContext.BaseDirectory, "corpus", "upstream-manifests");
    private static readonly string Examples = Path.Combine(ProgramRun.Project, "manifests", "plugins");
    private static readonly KnownUnits Units = KnownUnits.Load([]);
    private static readonly Dictionary<string, string[]> Renamed = ReadTable();
    private static readonly OriginalTask[] Tasks = ReadTasks();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("original-");

    /// <summary>Manifests with a plugin of the original that is here too.</summary>
    public static TheoryData<string> Manifests => [.. Directory.GetFiles(Upstream).Concat(Directory.GetFiles(Examples, "*.yml"))
        .Where(path => PluginsIn(File.ReadAllText(path)).Any()).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_task_of_the_original_is_here_or_in_the_table()
    {
        foreach (var (name, here) in Tasks.Where(task => HasPlugin(task.Plugin)).Select(task => (task.Task, Here(task.Task))))
        {
            Assert.True(here is not null, $"'{name}' is neither a task here nor in the table");
            Assert.All(here, task => Assert.True(FindTypes(name, task).Any(), $"the table says '{task}' for '{name}', and there is no such task"));
        }
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public async Task The_plan_keeps_the_originals_edges(string name)
    {
        var plan = Units.Plan(await ReadAsync(name)).Tasks.Select(planned => planned.Task.Type).ToList();
        var plugins = PluginsIn(await TextAsync(name)).ToList();
        foreach (var plugin in plugins)
            Assert.Contains(plan, type => IsOf(type, plugin) || type.Name is "PreseedDebconf");
        foreach (var task in Tasks.Where(task => plugins.Contains(task.Plugin)))
        {
            foreach (var (first, second) in task.After.Select(other => (other, task.Task)).Concat(task.Before.Select(other => (task.Task, other))))
            {
                foreach (var (a, b) in Places(first).SelectMany(a => Places(second), (a, b) => (a, b)))
                    Assert.True(a <= b, $"{plan[a].Name} should come before {plan[b].Name}, as {first} before {second}");
            }
        }

        IEnumerable<int> Places(string original) => (Here(original) ?? []).SelectMany(task => FindTypes(original, task)).Select(type => plan.IndexOf(type)).Where(place => place >= 0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool HasPlugin(string name) => OurUnits.Catalog.Plugins.Any(plugin => plugin.Name == name);

    private static IEnumerable<string> PluginsIn(string manifest) => Section(manifest) is { } section
        ? PluginName().Matches(section).Select(match => match.Groups["name"].Value).Where(name => HasPlugin(name) && Tasks.Any(task => task.Plugin == name))
        : [];

    // From its key to the next one of the first column.
    private static string? Section(string manifest) => SectionText().Match(manifest) is { Success: true } match ? match.Value.TrimStart('\n') : null;

    private static async Task<string> TextAsync(string name) =>
        await File.ReadAllTextAsync(File.Exists(Path.Combine(Upstream, name)) ? Path.Combine(Upstream, name) : Path.Combine(Examples, name));

    // A section of the original as it is, in a machine of the provider that is here: its own are still to come.
    private async Task<Manifest> ReadAsync(string name)
    {
        var path = Path.Combine(Examples, name);
        if (!File.Exists(path))
        {
            var text = await TextAsync(name);
            var backing = Setting("backing", text);
            path = Path.Combine(_folder.FullName, name);
            await File.WriteAllTextAsync(
                path,
                Machine.Replace("RELEASE", Setting("release", text), StringComparison.Ordinal).Replace("BACKING", backing is "qcow2" or "vmdk" or "vdi" ? backing : "raw", StringComparison.Ordinal)
                + WithoutUnknown(Section(text)!).Replace("/your/absolute/path/to/etc/puppetlabs", _folder.FullName, StringComparison.Ordinal));
        }

        return ManifestReader.Read(path, Units.Catalog);
    }

    private static string Setting(string key, string manifest) => Regex.Match(manifest, $@"(?m)^ +{key}: (\w+)").Groups[1].Value;

    // Those of plugins that are not here with all below their names.
    private static string WithoutUnknown(string section)
    {
        var known = true;
        return string.Concat(section.Split('\n').Where(line => known = PluginName().Match(line) is { Success: true } match ? HasPlugin(match.Groups["name"].Value) : known).Select(line => line + "\n"));
    }

    private static string[]? Here(string original) =>
        Renamed.TryGetValue(original, out var tasks) ? tasks : FindTypes(original, original.Split('.')[1]).Any() ? [original.Split('.')[1]] : null;

    // A plugin's own tasks, else those of the core.
    private static IEnumerable<Type> FindTypes(string original, string name)
    {
        var types = Units.Graph.Order.Select(task => task.Type).Where(type => type.Name == name).ToList();
        return types.Where(type => IsOf(type, original.Split('.')[0])) is var own && own.Any() ? own : types.Where(type => type.Namespace!.StartsWith("BootstrapVz.Common", StringComparison.Ordinal));
    }

    private static bool IsOf(Type type, string plugin) =>
        type.Namespace!.StartsWith("BootstrapVz.Plugins.", StringComparison.Ordinal)
        && string.Equals(type.Namespace.Split('.')[2], plugin.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string[]> ReadTable() => File.ReadLines(Path.Combine(ProgramRun.Project, "docs/design/plugins.md"))
        .Select(line => TableRow().Match(line)).Where(match => match.Success)
        .ToDictionary(match => match.Groups["task"].Value, match => match.Groups["here"].Value.Split([',', ' ', '`'], StringSplitOptions.RemoveEmptyEntries));

    private static OriginalTask[] ReadTasks() =>
        JsonSerializer.Deserialize<OriginalTask[]>(File.ReadAllText(Path.Combine(ProgramRun.Project, "tests/corpus/original-tasks.json")), JsonSerializerOptions.Web)!;

    [GeneratedRegex(@"^  (?<name>\w+):", RegexOptions.Multiline)]
    private static partial Regex PluginName();

    [GeneratedRegex(@"(^|\n)plugins:\n(([ #][^\n]*)?(\n|$))*", RegexOptions.ExplicitCapture)]
    private static partial Regex SectionText();

    [GeneratedRegex(@"^\| `(?<task>\w+\.\w+)` \| (?<here>[^|]*)\|")]
    private static partial Regex TableRow();

    // As bootstrap-vz 0.9.11 has it, tests/corpus/original-tasks.json; without the plugins of EC2.
    private sealed record OriginalTask(string Task, string Phase, string[] After, string[] Before)
    {
        public string Plugin => Task.Split('.')[0];
    }
}
