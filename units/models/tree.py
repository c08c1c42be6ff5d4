"""The two triggers that keep every unit's path true: one places a row, one carries its children."""

# The parent is locked against changes until commit, so that two moves at once cannot close a
# ring between them: the second waits and then sees the first one's paths, or the database
# breaks the deadlock.
place_in_tree = """
    IF NEW.parent_id IS NULL THEN
        NEW.path := '/' || NEW.id || '/';
        RETURN NEW;
    END IF;
    SELECT path INTO parent_path FROM units_unit WHERE id = NEW.parent_id FOR SHARE;
    IF NEW.parent_id = NEW.id OR position('/' || NEW.id || '/' IN parent_path) > 0 THEN
        RAISE EXCEPTION '单位 % 不能移到自己的下级', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_no_cycle';
    END IF;
    NEW.path := parent_path || NEW.id || '/';
    RETURN NEW;
"""

# Touching the children's path makes the first trigger compute it anew from this row, and this
# one then fires for them: one level at a time down the subtree.
cascade_path = """
    UPDATE units_unit SET path = '' WHERE parent_id = NEW.id;
    RETURN NULL;
"""
