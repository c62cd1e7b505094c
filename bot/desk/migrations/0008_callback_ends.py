from django.db import migrations, models
from django.db.models import F


def note_ends(apps, schema_editor):
    """Of what has ended already, the last change is the best that is known of when."""
    apps.get_model('desk', 'Callback').objects.filter(state__in=('reached', 'closed'), ended_at=None).update(ended_at=F('updated'))


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0007_message_release'),
    ]

    operations = [
        migrations.AddField(
            model_name='callback',
            name='ended_at',
            field=models.DateTimeField(blank=True, help_text='When the citizen was reached, or it was closed.', null=True),
        ),
        migrations.AddField(
            model_name='callback',
            name='forgotten_at',
            field=models.DateTimeField(blank=True, help_text='When name and number were removed, because nobody was reached.', null=True),
        ),
        migrations.RunPython(note_ends, migrations.RunPython.noop),
    ]
