using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Ansible;

/// <summary>Requires Ansible of the host.</summary>
[Task(Phase.Validation, "Requiring Ansible")]
[Before<CheckHostTools>]
internal sealed class RequireAnsible : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Get<RequiredTools>().Add("running the playbook of plugin 'ansible'", "ansible-playbook");
        return Task.CompletedTask;
    }
}

/// <summary>Queues what Ansible's modules run on.</summary>
[Task(Phase.Preparation, "Adding Python for Ansible")]
[Before<PackagesQueued>]
internal sealed class AddPython() : QueuePackages("python3", "python3-apt");

/// <summary>Runs the playbook, whose roles and variables may be anywhere on the host.</summary>
[Task(Phase.UserModification, "Running the playbook of Ansible")]
[After<FilesCopied>]
[SeesEverything]
internal sealed class RunPlaybook(AnsibleOptions options, SystemOptions system) : BuildTask
{
    private const string Connection = "image_root.py";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(build.Paths.Scratch, "ansible")).FullName;
        try
        {
            var command = await CommandAsync(build, folder, ct);
            var result = await build.Host.RunAsync(command with { AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
            if (result.ExitCode != 0)
                throw Failure(result);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            build.Root.DeleteDirectory(Inventory.RemoteFolder);
        }
    }

    /// <summary>What runs: without network everything does, Ansible itself included.</summary>
    internal IReadOnlyList<string> Words(string playbook, string inventory, string? variables) =>
    [
        .. options.Network ? (string[])[] : ["unshare", "--net", "--"],
        "ansible-playbook", "--inventory", inventory,
        .. variables is null ? (string[])[] : ["--extra-vars", "@" + variables],
        .. options.Tags.Count > 0 ? (string[])["--tags", string.Join(',', options.Tags)] : [],
        .. options.SkipTags.Count > 0 ? (string[])["--skip-tags", string.Join(',', options.SkipTags)] : [],
        .. options.OptFlags, playbook,
    ];

    private async Task<Command> CommandAsync(BuildContext build, string folder, CancellationToken ct)
    {
        var plugins = Directory.CreateDirectory(Path.Combine(folder, "connection")).FullName;
        await File.WriteAllTextAsync(Path.Combine(plugins, Connection), Assets.ReadText<RunPlaybook>(Connection), ct);
        var machine = system.Hostname is { } name ? build.Expand(name) : "image";
        var inventory = Path.Combine(folder, "inventory.json");
        await File.WriteAllTextAsync(inventory, Inventory.Of(machine, build.Root.HostPath, build.Chroot.Environment, options.Groups).ToJsonString(), ct);
        var variables = options.ExtraVars is null ? null : Path.Combine(folder, "variables.json");
        if (variables is not null)
            await File.WriteAllTextAsync(variables, options.ExtraVars!.ToJsonString(), ct);

        var playbook = build.HostFile(options.Playbook);
        var words = Words(playbook, inventory, variables);
        return new(words[0], [.. words.Skip(1)])
        {
            // An ansible.cfg beside the playbook counts; what Ansible keeps of a run does not.
            WorkingDirectory = Path.GetDirectoryName(playbook),
            Environment = new Dictionary<string, string?>
            {
                ["ANSIBLE_CONNECTION_PLUGINS"] = plugins,
                ["ANSIBLE_HOME"] = folder,
                ["ANSIBLE_LOCAL_TEMP"] = Path.Combine(folder, "tmp"),
                ["ANSIBLE_PIPELINING"] = "1",
                ["ANSIBLE_RETRY_FILES_ENABLED"] = "0",
                ["ANSIBLE_NOCOLOR"] = "1",
                ["LC_ALL"] = "C.UTF-8",
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            },
        };
    }

    private BuildException Failure(CommandResult result)
    {
        var lines = (result.Output + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var told = lines.Where(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("failed:", StringComparison.Ordinal) || line.StartsWith("ERROR!", StringComparison.Ordinal) || line.StartsWith("[ERROR]", StringComparison.Ordinal)).ToList();
        return new(
            $"the playbook '{options.Playbook}' failed:\n  {string.Join("\n  ", told.Count > 0 ? told : lines.TakeLast(10))}",
            options.Network ? null : "it runs without the network, which 'network: true' gives it");
    }
}

/// <summary>Removes what Ansible leaves in the home directory of the user a playbook logs in as.</summary>
[Task(Phase.UserModification, "Removing the folder of Ansible")]
[After<RunPlaybook>]
internal sealed class RemoveAnsibleFolder(AnsibleOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var user = Inventory.UserOf(options)!;
        var found = await build.Chroot.RunAsync(new Command("getent", "passwd", user) { AllowedExitCodes = [0, 2] }, ct); // 2: there is none, getent(1)
        if (found.Lines is [var line, ..])
            build.Root.DeleteDirectory(line.Split(':')[5].TrimEnd('/') + "/.ansible");
    }
}
