using System.Text.Json.Nodes;

namespace BootstrapVz.Plugins.Ansible;

/// <summary>What Ansible knows of the image.</summary>
internal static class Inventory
{
    /// <summary>The image's place for what Ansible copies there; gone with the build.</summary>
    public const string RemoteFolder = "/tmp/ansible";

    /// <summary>The inventory with one machine, in the form that YAML and JSON share.</summary>
    /// <param name="machine">Its name.</param>
    /// <param name="root">The image's root directory on the host.</param>
    /// <param name="environment">What commands inside run with.</param>
    /// <param name="groups">Groups it is in beside <c>all</c>.</param>
    public static JsonObject Of(string machine, string root, IReadOnlyDictionary<string, string?> environment, IEnumerable<string> groups)
    {
        var variables = new JsonObject
        {
            ["ansible_connection"] = "image_root",
            ["ansible_python_interpreter"] = "/usr/bin/python3",
            ["ansible_remote_tmp"] = RemoteFolder,
            ["image_root"] = root,
            ["image_environment"] = new JsonObject(environment.Where(variable => variable.Value is not null).Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)))
            {
                ["PYTHONDONTWRITEBYTECODE"] = "1", // compiled files hold the time
            },
        };
        return new()
        {
            ["all"] = new JsonObject
            {
                ["hosts"] = new JsonObject { [machine] = variables },
                ["children"] = new JsonObject(groups.Distinct().Select(group => KeyValuePair.Create(group, (JsonNode?)new JsonObject { ["hosts"] = new JsonObject { [machine] = null } }))),
            },
        };
    }

    /// <summary>The user that the playbook was written to log in as, or null.</summary>
    public static string? UserOf(AnsibleOptions options) =>
        options.ExtraVars?["ansible_ssh_user"] is JsonValue value && value.TryGetValue<string>(out var user) && user.Length > 0 ? user : null;
}
