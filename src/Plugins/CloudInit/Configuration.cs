using System.Text.Encodings.Web;
using System.Text.Json;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.CloudInit;

/// <summary>Queues growpart, with which cloud-init grows the root partition to the end of its disk.</summary>
[Task(Phase.Preparation, "Adding what grows the root partition")]
[Before<PackagesQueued>]
internal sealed class AddGrowingPackage() : QueuePackages("cloud-guest-utils");

/// <summary>Writes a drop-in; the package's own cloud.cfg stays as it is, and is upgraded without questions.</summary>
/// <remarks>Of what stands in several files the last one counts, lists as a whole, and mappings key by key: cloud-init's documentation, "Configuration sources".</remarks>
[Task(Phase.SystemModification, "Configuring cloud-init")]
[Touches("/etc/cloud")]
internal sealed class ConfigureCloudInit(CloudInitOptions options, Release release) : BuildTask
{
    private const string DropIn = "/etc/cloud/cloud.cfg.d/90_manifest.cfg";
    private const string Sources = "/usr/lib/python3/dist-packages/cloudinit/sources";
    private const string NoSource = "None"; // lets the modules run where a source that was taken for granted is not there: ds-identify

    private static readonly JsonSerializerOptions Flow = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var packaged = new PackagedConfig(await build.Root.ReadTextAsync("/etc/cloud/cloud.cfg", ct));
        foreach (var pattern in options.DisableModules.Where(pattern => !ModuleLists.Stages(options).Any(stage => packaged.Modules(stage.Stage).Any(module => ModuleLists.Matches(pattern, module.Name)))))
            build.Log.Warning($"'{pattern}' under 'disable_modules' is no module of this release's cloud-init");
        await build.Root.WriteTextAsync(DropIn, Render(packaged, SourcesIn(build)), ct: ct);
    }

    /// <summary>The drop-in's text; lists and texts are JSON, which is YAML too.</summary>
    internal string Render(PackagedConfig packaged, IReadOnlyList<string> sources)
    {
        var lines = new List<string>
        {
            "manage_etc_hosts: true",
            "system_info:",
            "  default_user:",
            $"    name: {Json(options.Username)}",
            $"    groups: {Json(packaged.Groups.Union(options.Groups))}",
            $"    sudo: {(options.Sudo.Count > 0 ? Json(options.Sudo) : "false")}",
            $"    shell: {Json(options.Shell)}",
        };
        if (sources.Count > 0)
            lines.Add($"datasource_list: {Json(sources)}");
        foreach (var (stage, enabled) in ModuleLists.Stages(options))
        {
            var (before, after) = (packaged.Modules(stage), ModuleLists.Of(packaged.Modules(stage), enabled, options));
            if (before.Select(module => module.Name).SequenceEqual(after.Select(module => module.Name)))
                continue;
            lines.Add(stage + ":");
            lines.AddRange(after.Select(module => "  - " + (module.Words is [var name] ? Json(name) : Json(module.Words))));
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    private List<string> SourcesIn(BuildContext build)
    {
        var given = options.MetadataSources ?? (build.Expand("{provider.name}") == "ec2" ? "Ec2" : null);
        if (given is null)
            return [];
        var sources = given.Split(',', StringSplitOptions.TrimEntries).Append(NoSource).Distinct(StringComparer.Ordinal).ToList();
        var known = build.Root.List(Sources, "DataSource*.py").Select(path => Path.GetFileNameWithoutExtension(path)["DataSource".Length..]).ToList();
        return sources.Find(source => !known.Contains(source)) is { } unknown
            ? throw new BuildException($"cloud-init of '{release}' knows no source '{unknown}' of metadata", "it knows " + string.Join(", ", known))
            : sources;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Flow);
}
