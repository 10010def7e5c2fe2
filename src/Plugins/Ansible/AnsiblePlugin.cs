using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Ansible;

/// <summary>Runs a playbook on the image.</summary>
[Plugin("ansible")]
public sealed class AnsiblePlugin(AnsibleOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (Directory.Exists(manifest.ResolvePath(options.Playbook)))
            check.Error(["plugins", "ansible", "playbook"], ErrorCodes.BadValue, $"'{options.Playbook}' is a folder", "a playbook is a file");
        if (options.Groups.Contains("all"))
            check.Error(["plugins", "ansible", "groups"], ErrorCodes.Conflict, "every machine is in the group 'all'", "leave it out");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<RequireAnsible>()
        .Add<AddPython>()
        .Add<RunPlaybook>()
        .AddIf<RemoveAnsibleFolder>(Inventory.UserOf(options) is not null);
}
