using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace HelloPlugin;

/// <summary>Greets whoever looks at the login prompt.</summary>
[Plugin("hello")]
public sealed class Hello(HelloOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Greeting.Contains('\n'))
            check.Error(["plugins", "hello", "greeting"], "HELLO1", "the greeting is one line");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<WriteGreeting>();
}
